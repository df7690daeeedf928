// The rows of the chart of accounts, as data: what each account counts, whose it is, and whether it
// can refuse. An account is guarded when a posting that would take it below zero must be refused: a
// person's money, and whatever belongs to one object and could be cleared twice. What only mirrors
// the world outside (processor, bank, fees) never refuses and is append-only.

/** A contra asset lessens an asset: it stands among the assets and grows by credits. */
export type AccountKind = 'asset' | 'contra asset' | 'liability' | 'equity' | 'revenue' | 'expense';

export interface ChartRow {
  readonly code: number;
  readonly kind: AccountKind;
  /** What the owner in the account's address names; null for the platform's own, without owner. */
  readonly owner: string | null;
  /** A guarded account is locked and keeps balance minus holds at or above zero. */
  readonly guarded: boolean;
  /** A clearing account belongs to one object and is at zero when that object's flow has ended. */
  readonly clearing: boolean;
  /** One sentence for a reader of the books. */
  readonly meaning: string;
}

type Rest = Partial<Pick<ChartRow, 'owner' | 'guarded' | 'clearing'>>;

const row = (code: number, kind: AccountKind, meaning: string, rest: Rest = {}): ChartRow => ({
  code,
  kind,
  owner: null,
  guarded: false,
  clearing: false,
  meaning,
  ...rest,
});

/** One person's account: never below zero, open as long as the person is. */
const OF_PERSON: Rest = { owner: 'person', guarded: true };

/** One object's account: never cleared beyond what it holds, at zero when the flow has ended. */
const clearing = (owner: string): Rest => ({ owner, guarded: true, clearing: true });

export const CHART = {
  'stripe.pending': row(1010, 'asset', 'What Stripe counts as ours but has yet to release.'),
  'stripe.available': row(1020, 'asset', 'What Stripe would pay out to us today.'),
  'stripe.connect': row(1030, 'asset', "The part of people's money kept on a connected account.", {
    owner: 'connected account',
  }),
  'payout.in_transit': row(
    1040,
    'asset',
    'A payout that has left Stripe and has yet to arrive.',
    clearing('payout'),
  ),
  'bank.operating': row(1050, 'asset', "The platform's own bank account, as its statement says."),
  'dispute.receivable': row(
    1060,
    'asset',
    'What was withdrawn for a dispute whose verdict is open.',
    clearing('dispute'),
  ),
  'user.receivable': row(1070, 'asset', 'What a person owes the platform.', OF_PERSON),
  'allowance.bad_debt': row(
    1079,
    'contra asset',
    'The part of what people owe that we expect never to see.',
  ),
  'fx.position': row(
    1080,
    'asset',
    'What exchanges left open in this currency: a credit is held too much, a debit too little.',
  ),
  // Money of unknown origin may have come or gone, so this clearing account has no floor.
  'suspense.processor': row(
    1090,
    'asset',
    'A movement at Stripe that nobody can explain yet; the aim is zero within a day.',
    { owner: 'balance transaction', clearing: true },
  ),
  'user.available': row(2010, 'liability', 'What a person can spend.', OF_PERSON),
  'user.held': row(
    2020,
    'liability',
    "A person's money set aside for one reason: a review, a dispute, a charge that is too new.",
    clearing('person:reason'),
  ),
  claim: row(
    2030,
    'liability',
    'Money that was sent and has yet to be claimed.',
    clearing('payment or gift'),
  ),
  'payout.payable': row(
    2040,
    'liability',
    "Money that has left a person's balance and has yet to reach their bank.",
    clearing('payout'),
  ),
  'topup.payable': row(
    2045,
    'liability',
    'A top-up of our own that Stripe already counts and our bank has yet to show.',
    clearing('top-up'),
  ),
  'refund.payable': row(
    2050,
    'liability',
    'A refund that was promised and that Stripe has yet to take.',
    clearing('refund'),
  ),
  'tax.payable': row(2060, 'liability', 'Tax on our fees, owed to the state.'),
  'unclaimed.property': row(
    2070,
    'liability',
    'Claims that became dormant and are owed to the state.',
  ),
  'equity.capital': row(3010, 'equity', "The owners' money: paid in and retained."),
  'fee.transfer': row(4010, 'revenue', 'Fees for sending money.'),
  'fee.instant_payout': row(4020, 'revenue', 'Fees for paying out.'),
  'fx.spread': row(4030, 'revenue', 'What exchanging currencies earned.'),
  'stripe.fees': row(5010, 'expense', 'What Stripe takes for charges and services.'),
  'dispute.fees': row(5020, 'expense', 'What Stripe takes for disputes.'),
  'chargeback.loss': row(5030, 'expense', 'Lost disputes that the platform bore itself.'),
  bad_debt: row(5040, 'expense', 'What we expect to lose on what people owe.'),
  'payout.fees': row(5050, 'expense', 'What Stripe takes for payouts.'),
  'fx.loss': row(5060, 'expense', 'What exchanging currencies lost.'),
  rounding: row(5070, 'expense', 'Differences too small to pursue, accepted by a named rule.'),
} as const satisfies Record<string, ChartRow>;
