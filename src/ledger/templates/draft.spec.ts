// Each posting template as a finance reader would check it: that it is there, that it balances
// whatever the amounts are, and that what it says to finish is among its lines. Then how an entry is
// made from one, and how one is made by hand.
import fc from 'fast-check';
import { type AccountRef, addressOf, CHART, platformAccount } from '../chart.js';
import { eventOf, LINELESS_EVENTS, type TemplateName, TEMPLATES } from './catalogue.js';
import { CHARGES } from './charges.js';
import { CLAIMS } from './claims.js';
import { CONNECTED_ACCOUNTS } from './connected-accounts.js';
import { CORRECTIONS, FREE_TEMPLATES } from './corrections.js';
import { DISPUTES } from './disputes.js';
import { draftEntry, type EntryDraft, freeEntry } from './draft.js';
import { EXCHANGE } from './exchange.js';
import { FEES } from './fees.js';
import { PAYMENTS } from './payments.js';
import { PAYOUTS } from './payouts.js';
import { RECEIVABLES } from './receivables.js';
import { REFUNDS } from './refunds.js';
import type { Template } from './template.js';
import { TREASURY } from './treasury.js';

const AT = new Date('2026-01-01T00:00:00Z');
const all = Object.entries<Template>(TEMPLATES) as [TemplateName, Template][];

/** One account for each role of a template. */
const accountsFor = (template: Template): Record<string, AccountRef> =>
  Object.fromEntries(
    template.lines.map(({ role, account }) => [
      role,
      { name: account, owner: CHART[account].owner === null ? '' : role, currency: 'EUR' },
    ]),
  );

const namesOf = (template: Template): string[] => [
  ...new Set(template.lines.map(({ amount }) => amount)),
];

const sum = ({ lines }: EntryDraft, side: string): bigint =>
  lines.filter((line) => line.side === side).reduce((total, line) => total + line.amount, 0n);

describe('the catalogue', () => {
  test('has every event of the table finance signed', () => {
    const table =
      'P1 P2 P2b P3 P3r P4 P5 P5a P5b P5c P6 P6r P7 P7a P7b P8 P8a P8w P8l P9 P9a P9b P9c P9d ' +
      'P9e P10 P11 P12 P12a P12b P13 P13a P14 P14a P15 P16 P17';
    const known = { ...TEMPLATES, ...FREE_TEMPLATES, ...LINELESS_EVENTS };
    expect(table.split(' ').filter((name) => !(name in known))).toEqual([]);
  });

  test('gives no name to two events', () => {
    const families = [CHARGES, PAYMENTS, CLAIMS, CONNECTED_ACCOUNTS, REFUNDS, DISPUTES, PAYOUTS];
    const rest = [FEES, TREASURY, RECEIVABLES, EXCHANGE, CORRECTIONS];
    const names = [...families, ...rest, FREE_TEMPLATES, LINELESS_EVENTS].flatMap((family) =>
      Object.keys(family),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(
      all.length + Object.keys({ ...FREE_TEMPLATES, ...LINELESS_EVENTS }).length,
    );
  });

  test('answers what an entry records, also for one made by hand', () => {
    expect(eventOf('P3')).toBe('one person paid another; no cash moved');
    expect(eventOf('P15')).toContain('reversed or corrected');
    expect(eventOf('P1')).toContain('a hold, no entry');
    expect(eventOf('P99')).toBe('P99');
  });
});

describe.each(all)('%s', (name, template) => {
  test('balances whatever its amounts are', () => {
    const names = namesOf(template);
    const amount = fc.bigInt(0n, 10n ** 15n);
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: names.length, maxLength: names.length }),
        (given) => {
          fc.pre(given.some((one) => one > 0n));
          const amounts = Object.fromEntries(names.map((key, index) => [key, given[index] ?? 0n]));
          const draft = draftEntry(name, 'x:y', AT, accountsFor(template), amounts);
          expect(sum(draft, 'debit')).toBe(sum(draft, 'credit'));
          expect(draft.lines.length).toBeGreaterThanOrEqual(2);
          expect(draft.lines.every((line) => line.amount > 0n)).toBe(true);
          const places = draft.lines.map(({ side, account }) => side + addressOf(account));
          expect(new Set(places).size).toBe(places.length);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('finishes only clearing accounts of its own, and a role means one account', () => {
    const accounts = new Set(template.lines.map((line) => line.account));
    const wrong = (template.finishes ?? []).filter(
      (account) => !accounts.has(account) || !CHART[account].clearing,
    );
    expect(wrong).toEqual([]);
    const meanings = new Set(template.lines.map(({ role, account }) => `${role} ${account}`));
    expect(meanings.size).toBe(new Set(template.lines.map(({ role }) => role)).size);
  });
});

describe('an entry from a template', () => {
  const accounts = accountsFor(TEMPLATES.P2);

  test('carries each account, side, amount and currency in the order of the template', () => {
    const pending = platformAccount('stripe.pending', 'USD');
    const available = platformAccount('stripe.available', 'USD');
    const draft = draftEntry('P4', 'ch:ok', AT, { pending, available }, { amount: 1945n });
    expect(draft).toEqual({
      template: 'P4',
      reference: 'ch:ok',
      occurredAt: AT,
      lines: [
        { side: 'debit', account: available, amount: 1945n, currency: 'USD' },
        { side: 'credit', account: pending, amount: 1945n, currency: 'USD' },
      ],
    });
  });

  test('an amount of zero drops its line; a missing or misplaced account is a bug', () => {
    expect(draftEntry('P2', 'x:y', AT, accounts, { gross: 1n, fee: 0n }).lines).toHaveLength(2);
    expect(() => draftEntry('P2', 'x:y', AT, {}, { gross: 1n, fee: 0n })).toThrow('P2 needs');
    const swapped = { ...accounts, payer: platformAccount('stripe.pending', 'EUR') };
    expect(() => draftEntry('P2', 'x:y', AT, swapped, { gross: 1n, fee: 0n })).toThrow('P2 needs');
  });

  test.each<[string, Record<string, bigint>, string]>([
    ['a missing amount', { gross: 1n }, 'P2 needs the amount fee'],
    ['an amount below zero', { gross: 1n, fee: -1n }, 'P2 needs the amount fee'],
    ['nothing but zeros', { gross: 0n, fee: 0n }, 'moves nothing'],
  ])('%s is a bug', (_what, amounts, message) => {
    expect(() => draftEntry('P2', 'x:y', AT, accounts, amounts)).toThrow(message);
  });

  test('lines of one account on one side become one line, and stay apart by owner', () => {
    const person = (owner: string): AccountRef => ({
      name: 'user.available',
      owner,
      currency: 'EUR',
    });
    const dispute = accountsFor(TEMPLATES.P8l);
    const amounts = { held: 20n, owed: 17n, absorbed: 5n };
    const { lines } = draftEntry('P8l', 'dp:lost', AT, dispute, amounts);
    expect(lines.map((line) => `${line.side} ${line.account.name} ${String(line.amount)}`)).toEqual(
      [
        'debit user.held 20',
        'debit user.receivable 17',
        'debit chargeback.loss 5',
        'credit dispute.receivable 42',
      ],
    );
    const paid = { payer: person('ana'), payee: person('ben') };
    expect(draftEntry('P3', 'pay:ok', AT, paid, { amount: 1n }).lines).toHaveLength(2);
  });
});

test('an entry by hand carries its lines as they are, why, and by whom', () => {
  const account: AccountRef = { name: 'user.available', owner: 'ben', currency: 'EUR' };
  const lines = [{ side: 'debit', account, amount: 1n, currency: 'EUR' }] as const;
  const said = { reason: 'paid twice', recordedBy: 'fay', approvedBy: 'gus', reverses: 'je_1' };
  expect(freeEntry('P15', 'je_1:reversed', AT, lines, said)).toEqual({
    template: 'P15',
    reference: 'je_1:reversed',
    occurredAt: AT,
    lines,
    ...said,
  });
});
