// Each posting template as a finance reader would check it: what it does to which account, and that
// a finished flow leaves its clearing accounts at zero.
import { type AccountName, type AccountRef, CHART, normalSide, type Side } from './chart.js';
import { draftEntry, type Template, type TemplateName, TEMPLATES } from './templates.js';

const AT = new Date('2026-01-01T00:00:00Z');
const all = Object.entries<Template>(TEMPLATES) as [TemplateName, Template][];

/** One account for each role of a template, one amount for each of its names. */
function fill(template: Template): {
  accounts: Record<string, AccountRef>;
  amounts: Record<string, bigint>;
} {
  const accounts: Record<string, AccountRef> = {};
  const amounts: Record<string, bigint> = {};
  for (const { role, account, amount } of template.lines) {
    accounts[role] = { name: account, owner: role, currency: 'EUR' };
    amounts[amount] = amount === 'fee' ? 55n : 2000n;
  }
  return { accounts, amounts };
}

test.each(all)('%s balances', (name, template) => {
  const { accounts, amounts } = fill(template);
  const { lines } = draftEntry(name, 'x:y', AT, accounts, amounts);
  const sum = (side: Side): bigint =>
    lines.filter((line) => line.side === side).reduce((total, line) => total + line.amount, 0n);
  expect(sum('debit')).toBe(sum('credit'));
  expect(lines.length).toBeGreaterThanOrEqual(2);
});

/** Balances on their normal side after a list of templates. */
function after(...names: TemplateName[]): Partial<Record<AccountName, bigint>> {
  const balances: Partial<Record<AccountName, bigint>> = {};
  for (const name of names) {
    const { accounts, amounts } = fill(TEMPLATES[name]);
    for (const { side, account, amount } of draftEntry(name, 'x:y', AT, accounts, amounts).lines) {
      const sign = side === normalSide(CHART[account.name].kind) ? 1n : -1n;
      balances[account.name] = (balances[account.name] ?? 0n) + sign * amount;
    }
  }
  return balances;
}

test.each<[string, TemplateName[], Partial<Record<AccountName, bigint>>]>([
  [
    'a charge: the payer has it all, the fee is ours',
    ['P2'],
    { 'stripe.pending': 1945n, 'user.available': 2000n, 'stripe.fees': 55n },
  ],
  ['a payment moves nothing of the platform', ['P3'], { 'user.available': 0n }],
  ['sent and claimed: the claim is zero', ['P5', 'P5a'], { 'user.available': 0n, claim: 0n }],
  ['sent and returned: the claim is zero', ['P5', 'P5b'], { 'user.available': 0n, claim: 0n }],
  [
    'sent and dormant: the claim is zero',
    ['P5', 'P5c'],
    { 'user.available': -2000n, claim: 0n, 'unclaimed.property': 2000n },
  ],
])('%s', (_what, names, balances) => {
  expect(after(...names)).toEqual(balances);
});

test('P4 brings the pending account back to zero when the net arrives', () => {
  const pending: AccountRef = { name: 'stripe.pending', owner: '', currency: 'EUR' };
  const available: AccountRef = { name: 'stripe.available', owner: '', currency: 'EUR' };
  const { lines } = draftEntry('P4', 'ch:available', AT, { pending, available }, { amount: 1945n });
  expect(lines).toEqual([
    { side: 'debit', account: available, amount: 1945n, currency: 'EUR' },
    { side: 'credit', account: pending, amount: 1945n, currency: 'EUR' },
  ]);
});

test('an amount of zero drops its line; a missing or misplaced account is a bug', () => {
  const { accounts } = fill(TEMPLATES.P2);
  expect(draftEntry('P2', 'x:y', AT, accounts, { gross: 1n, fee: 0n }).lines).toHaveLength(2);
  expect(() => draftEntry('P2', 'x:y', AT, {}, { gross: 1n, fee: 0n })).toThrow('P2 needs');
  const swapped = { ...accounts, payer: accounts['pending'] as AccountRef };
  expect(() => draftEntry('P2', 'x:y', AT, swapped, { gross: 1n, fee: 0n })).toThrow('P2 needs');
});
