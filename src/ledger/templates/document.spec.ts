// Keeps docs/ledger.md honest: its tables are the chart and the templates, row by row, and its worked
// example is played through the books again.
import { readFileSync } from 'node:fs';
import { balancesIn, play } from '../../../test/support/journey.js';
import { type AccountName, CHART, normalSide } from '../chart.js';
import { LINELESS_EVENTS, TEMPLATES } from './catalogue.js';
import { FREE_TEMPLATES } from './corrections.js';
import type { Template, TemplateWords } from './template.js';

const text = readFileSync(new URL('../../../docs/ledger.md', import.meta.url), 'utf8');

/** The part of the document under that heading. */
const section = (heading: string): string =>
  text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';

/** The cells of every table row in a part of the document, without the heading rows. */
const rowsIn = (part: string): string[][] =>
  part
    .split('\n')
    .filter((line) => /^\| +(`P|\d{4} )/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const codesOf = (names: readonly AccountName[]): string =>
  names.map((name) => String(CHART[name].code)).join(', ');

/** For example `debit 1010 gross, 5010 fee; credit 2010 gross, 1010 fee`. */
function linesIn({ lines }: Template): string {
  const side = (which: string): string => {
    const amounts = new Map<number, string[]>();
    for (const { account, amount } of lines.filter((line) => line.side === which)) {
      const { code } = CHART[account];
      amounts.set(code, [...(amounts.get(code) ?? []), amount]);
    }
    const parts = [...amounts].map(([code, names]) => `${String(code)} ${names.join(' + ')}`);
    return `${which} ${parts.join(', ')}`;
  };
  return `${side('debit')}; ${side('credit')}`;
}

test('the chart is there, account by account', () => {
  const expected = (Object.keys(CHART) as AccountName[]).map((name) => {
    const { code, kind, owner, guarded, clearing, meaning } = CHART[name];
    const marks = [guarded ? 'refuses' : '', clearing ? 'clears' : ''];
    return [String(code), `\`${name}\``, kind, normalSide(kind), owner ?? '-', ...marks, meaning];
  });
  expect(rowsIn(section('The chart of accounts'))).toEqual(expected);
});

test('the templates are there, line by line', () => {
  const withLines = Object.entries<Template>(TEMPLATES).map(([name, template]) => [
    `\`${name}\``,
    template.event,
    template.trigger,
    linesIn(template),
    codesOf(template.finishes ?? []),
  ]);
  const wordsOnly = Object.entries<TemplateWords>({ ...LINELESS_EVENTS, ...FREE_TEMPLATES }).map(
    ([name, { event, trigger }]) => [`\`${name}\``, event, trigger],
  );
  expect(rowsIn(section('The templates'))).toEqual([...withLines, ...wordsOnly]);
});

const example = section('A worked example');

/** What the document says happened, as lines that can be played. */
const JOURNEY = `
  P2c claim=pay_1 gross=50.00 fee=1.75
  P5a claim=pay_1 payee=ben amount=50.00
  P4 amount=48.25
  P3 payer=ben payee=chloe amount=20.00
  P7 payee=ben owed=ben refund=re_1 available=30.00 shortfall=20.00
  P7a refund=re_1 amount=50.00`;

interface Drawn {
  readonly code: string;
  readonly account: string;
  /** `step side amount`, in the order of the steps. */
  readonly lines: readonly string[];
  readonly totals: readonly string[];
  readonly balance: string;
}

/** Reads one T-account: a title, lines with a debit and a credit half, totals and the balance. */
function drawn(block: string): Drawn {
  const [title = '', , ...rows] = block.split('\n');
  const [code = '', account = ''] = title.trim().split(/\s+/);
  const halves = rows.map((row) => row.split('|').map((half) => half.trim().split(/\s+/)));
  const last = (label: string): string[] =>
    halves.flatMap((pair) => pair.filter(([word]) => word === label).map(([, sum]) => sum ?? ''));
  const lines = halves.flatMap((pair) =>
    pair.flatMap(([word = '', amount = ''], index) =>
      /^\(\d+\)$/.test(word)
        ? [`${word.slice(1, -1)} ${index === 0 ? 'debit' : 'credit'} ${amount}`]
        : [],
    ),
  );
  return {
    code,
    account,
    lines: lines.sort(),
    totals: last('total'),
    balance: last('balance')[0] ?? '',
  };
}

/** Minor units of an amount with two decimals. */
const minor = (amount: string): bigint => BigInt(amount.replace('.', ''));

describe('the worked example', () => {
  const played = play(JOURNEY);
  const [events = '', accounts = '', balances = ''] = [
    ...example.matchAll(/```text\n([^`]*)```/g),
  ].map(([, block = '']) => block);
  const ts = accounts.trim().split('\n\n').map(drawn);

  test('names the entries in order', () => {
    const named = [...events.matchAll(/^\((\d)\) +(P\w+) /gm)].map(([, step, name]) => [
      Number(step),
      name,
    ]);
    expect(named).toEqual(played.templates.map((name, index) => [index + 1, name]));
  });

  test('draws every line that was posted on its side of its T-account', () => {
    const posted = Object.keys(played.balances).map((account) => ({
      account,
      lines: played.lines
        .filter((line) => line.account === account)
        .map(({ step, side, amount }) => `${String(step)} ${side} ${amount}`)
        .sort(),
    }));
    const byName = (a: { account: string }, b: { account: string }): number =>
      a.account < b.account ? -1 : 1;
    const shown = ts.map(({ account, lines }) => ({ account, lines }));
    expect(shown.sort(byName)).toEqual(posted.sort(byName));
  });

  test.each(ts)('$account adds up', ({ code, account, lines, totals, balance }) => {
    const { code: known, kind } = CHART[account.split(':')[0] as AccountName];
    expect(code).toBe(String(known));
    const total = (side: string): bigint =>
      lines
        .map((line) => line.split(' '))
        .filter(([, which]) => which === side)
        .reduce((sum, [, , amount = '']) => sum + minor(amount), 0n);
    expect(totals.map(minor)).toEqual([total('debit'), total('credit')]);
    const sign = normalSide(kind) === 'debit' ? 1n : -1n;
    expect(minor(balance) * sign).toBe(total('debit') - total('credit'));
    expect(balance).toBe(played.balances[account]);
  });

  test('ends with the balances it prints, and they balance', () => {
    const printed = balancesIn(balances.replace(/^\d{4} +/gm, '').replace(/ {2,}/g, ' '));
    const open = Object.entries(played.balances).filter(([, amount]) => amount !== '0.00');
    expect(printed).toEqual(Object.fromEntries(open));
    const difference = Object.entries(printed).reduce((sum, [account, amount]) => {
      const { kind } = CHART[account.split(':')[0] as AccountName];
      return sum + minor(amount) * (normalSide(kind) === 'debit' ? 1n : -1n);
    }, 0n);
    expect(difference).toBe(0n);
    expect(played.open).toEqual([]);
  });
});
