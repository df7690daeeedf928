// How what the benchmark of sending found is told: a page with each figure beside its bar.
import os from 'node:os';
import { table } from '../table.mjs';

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Of values in ascending order. */
export const quantile = (values, q) =>
  values[Math.min(values.length - 1, Math.floor(values.length * q))];

/** The page as Markdown. */
export function pageOf({ rates, half, one, earlier, bytes, audit }, { rounds, seconds }) {
  const ratioAt = (callers) => rates.find((row) => row.callers === callers)?.ratio;
  const bars = [
    ...barOf(
      '128 callers, sends per TPC-B',
      ratioAt(128),
      (value) => value >= 1,
      'at least 1.0',
      2,
    ),
    ...barOf(
      '16 callers, sends per TPC-B',
      ratioAt(16),
      (value) => value >= 0.4,
      'at least 0.4',
      2,
    ),
    ...barOf('p99 at half of the top rate, ms', half.p99, (value) => value < 60, 'under 60'),
    ...barOf(
      'everybody pays one, to the spread load',
      one.ratio,
      (v) => v >= 0.8,
      'at least 0.8',
      2,
    ),
    ...barOf('p99 to the payee’s socket at half, ms', half.heard99, (v) => v < 150, 'under 150'),
    ...barOf(
      `with ${String(earlier?.sends)} payments before, to an empty database`,
      earlier?.ratio,
      (value) => value >= 0.85,
      'at least 0.85',
      2,
    ),
  ];
  return `# Sending, ${new Date().toISOString().slice(0, 10)}

${os.cpus().length} processors, Node ${process.version}, ${rounds} rounds of ${seconds} s, medians. The load generator and
pgbench share the processors with the application and its database.

${table(rates.map(rowOf))}

${table(bars)}

At half of the top rate (${Math.round(half.rate)} sends/s): p50 ${half.p50} ms, p99 ${half.p99} ms; to the payee's socket
p50 ${half.heard50.toFixed(0)} ms, p99 ${half.heard99.toFixed(0)} ms. Everybody pays one person: ${Math.round(one.rate)} sends/s, p99 ${one.p99} ms.
Bytes for each send, all tables and indexes: ${bytes}. ${audit}
`;
}

const rowOf = ({ callers, rate, p50, p99, tpcb, ratio }) => ({
  callers,
  'sends/s': Math.round(rate),
  'p50 ms': p50,
  'p99 ms': p99,
  'TPC-B tx/s': tpcb ? Math.round(tpcb) : '',
  'sends per TPC-B': ratio ? ratio.toFixed(2) : '',
});

function barOf(what, value, isMet, bar, digits = 0) {
  if (value === undefined) return [];
  return [{ what, found: value.toFixed(digits), bar, '': isMet(value) ? 'met' : 'NOT met' }];
}
