// The tables a reader sees, on the screen and in a report: the same text in both, in Markdown.
import os from 'node:os';
import { table } from '../table.mjs';
import { bytesOf } from './bars.mjs';
import { INVARIANTS } from './invariants.mjs';
import { median } from './load.mjs';

const shown = (value, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : '');

const word = ({ ok }) => (ok === undefined ? '-' : ok ? 'PASS' : 'FAIL');

function rateTable(cells, verdicts) {
  return table(
    cells.map(({ name, shape, callers, rounds }) => {
      const of = (figure) => median(rounds.map((round) => round[figure]));
      const held = Object.entries(verdicts.get(name) ?? {});
      return {
        contender: name,
        shape,
        callers,
        'per s': shown(of('rate')),
        'per s, sealed': shown(of('drainedRate')),
        'p50 ms': shown(of('p50'), 1),
        'p99 ms': shown(of('p99'), 1),
        bytes: shown(bytesOf([{ rounds }])),
        ...Object.fromEntries(held.map(([invariant, verdict]) => [invariant, word(verdict)])),
      };
    }),
  );
}

const barTable = (bars) =>
  table(
    bars.map(({ bar, value, wanted, ok }) => ({
      bar,
      value: shown(value, 2),
      wanted,
      verdict: value === undefined ? 'not measured' : ok ? 'PASS' : 'FAIL',
    })),
  );

const notesOf = (verdicts) =>
  [...verdicts].flatMap(([name, of]) =>
    Object.entries(of)
      .filter(([, { ok }]) => ok === false)
      .map(([invariant, { note }]) => `- ${name}, ${invariant}: ${note}`),
  );

/** Everything that was found, as one text. */
export function pageOf({ cells, verdicts, grown, bars, remarks, settings, rounds, seconds }) {
  const text = [
    `${os.cpus().length} processors shared with the load, Node ${process.version}; ${settings}; ` +
      `medians of ${rounds} rounds of ${seconds} s.`,
    ...remarks,
  ];
  if (cells.length > 0) {
    const legend = Object.entries(INVARIANTS).map(([name, sentence]) => `- ${name}: ${sentence}`);
    text.push('', rateTable(cells, verdicts), '', ...legend, '', ...notesOf(verdicts));
  }
  if (grown !== undefined) {
    const rows = grown.results.map(({ entries, rate, bytes }) => ({
      'entries at first': entries,
      'per s': shown(rate),
      'MB at the end': shown(bytes / 1e6),
    }));
    const audit = grown.faults.length === 0 ? 'every invariant holds' : grown.faults.join('; ');
    text.push('', table(rows), '', `Audit of the long history: ${audit}.`);
  }
  return [...text, '', barTable(bars), ''].join('\n');
}
