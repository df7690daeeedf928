// Stripe's test bank accounts that can be debited: one row per token or IBAN, with what becomes of a
// debit. A debit is always `processing` first; its end follows a moment later, or never.
import { randomInt } from 'node:crypto';
import type Stripe from 'stripe';

export interface BankAccount {
  /** Names the row for ever; journals keep it. */
  key: string;
  type: 'sepa_debit' | 'us_bank_account';
  /** The payment method ids that stand for it. */
  tokens: readonly string[];
  /** The account number or IBAN. */
  number: string;
  /** What the debit ends as; `refused` never starts. */
  end:
    | { kind: 'disputed' | 'processing' | 'succeeds' }
    | { kind: 'fails' | 'refused'; code: string; message: string };
}

const ACH_FAILURES = {
  account_closed: "The customer's bank account has been closed.",
  no_account: "The customer's bank account could not be located.",
  insufficient_funds: "The customer's account has insufficient funds to cover this payment.",
  debit_not_authorized: 'The customer has notified their bank that this payment was unauthorized.',
} as const;

function ach(token: string, number: string, end: BankAccount['end']): BankAccount {
  const id = `pm_usBankAccount_${token}`;
  return { key: `usBankAccount_${token}`, type: 'us_bank_account', tokens: [id], number, end };
}

const returned = (token: string, number: string, code: keyof typeof ACH_FAILURES): BankAccount =>
  ach(token, number, { kind: 'fails', code, message: ACH_FAILURES[code] });

const sepa = (iban: string, tokens: readonly string[], end: BankAccount['end']): BankAccount => ({
  key: `sepa_${iban}`,
  type: 'sepa_debit',
  tokens,
  number: iban,
  end,
});

export const BANK_ACCOUNTS: readonly BankAccount[] = [
  ach('success', '000123456789', { kind: 'succeeds' }),
  returned('accountClosed', '000111111113', 'account_closed'),
  returned('noAccount', '000111111116', 'no_account'),
  returned('insufficientFunds', '000222222227', 'insufficient_funds'),
  returned('debitNotAuthorized', '000333333335', 'debit_not_authorized'),
  ach('dispute', '000666666661', { kind: 'disputed' }),
  ach('processing', '000000000009', { kind: 'processing' }),
  ach('weeklyLimitExceeded', '000999999991', {
    kind: 'refused',
    code: 'charge_exceeds_weekly_limit',
    message: 'This payment would exceed the weekly limit of what may be debited from this account.',
  }),
  ach('riskLevelHighest', '000000004954', {
    kind: 'refused',
    code: 'payment_method_provider_decline',
    message: 'The payment was blocked because its risk level is too high.',
  }),
  sepa('AT611904300234573201', ['pm_sepaDebit_success_at'], { kind: 'succeeds' }),
  sepa('AT861904300235473202', ['pm_sepaDebit_failed_at'], {
    kind: 'fails',
    code: 'generic_could_not_process',
    message: 'The bank could not process this debit.',
  }),
  sepa('AT591904300235473203', [], { kind: 'disputed' }),
];

const byKey = new Map(BANK_ACCOUNTS.map((row) => [row.key, row]));
const byToken = new Map(BANK_ACCOUNTS.flatMap((row) => row.tokens.map((id) => [id, row])));

/** The row a token such as `pm_usBankAccount_success` stands for. */
export const bankByToken = (id: string): BankAccount | undefined => byToken.get(id);
export const bankByKey = (key: string): BankAccount | undefined => byKey.get(key);

/** The row of an IBAN, however it is spaced. */
export function bankByIban(iban: string): BankAccount | undefined {
  const plain = iban.replace(/\s/g, '').toUpperCase();
  return BANK_ACCOUNTS.find((row) => row.type === 'sepa_debit' && row.number === plain);
}

/** Stripe's fee in minor units: 0.8 % of an ACH debit up to 5.00, 0.35 for a SEPA debit. */
export function debitFee(row: BankAccount, amount: number): number {
  const fee = row.type === 'sepa_debit' ? 35 : Math.floor((amount * 8 + 500) / 1000);
  return Math.min(fee, row.type === 'sepa_debit' ? 35 : 500, amount);
}

type BankPart = Pick<Stripe.PaymentMethod, 'sepa_debit' | 'us_bank_account'>;

/** The part of a payment method that describes the account; `fingerprint` tells accounts apart. */
export function bankPart(row: BankAccount, fingerprint: string): BankPart {
  const last4 = row.number.slice(-4);
  if (row.type === 'sepa_debit') {
    return {
      sepa_debit: {
        bank_code: row.number.slice(4, 9),
        branch_code: '',
        country: row.number.slice(0, 2),
        fingerprint,
        generated_from: { charge: null, setup_attempt: null },
        last4,
      },
    };
  }
  return {
    us_bank_account: {
      account_holder_type: 'individual',
      account_type: 'checking',
      bank_name: 'STRIPE TEST BANK',
      financial_connections_account: null,
      fingerprint,
      last4,
      networks: { preferred: 'ach', supported: ['ach'] },
      routing_number: '110000000',
      status_details: {},
    },
  };
}

/** The part of a charge that describes the debited account. Throws for a method of another kind. */
export function bankDetails(method: Stripe.PaymentMethod): Stripe.Charge.PaymentMethodDetails {
  const { sepa_debit, us_bank_account } = method;
  if (sepa_debit !== undefined) {
    const { bank_code, branch_code, country, fingerprint, last4 } = sepa_debit;
    const details = { bank_code, branch_code, country, fingerprint, last4, mandate: null };
    return { type: 'sepa_debit', sepa_debit: details };
  }
  if (us_bank_account === undefined) throw new Error(`${method.id} is no bank account`);
  const { account_holder_type, account_type, bank_name, fingerprint } = us_bank_account;
  return {
    type: 'us_bank_account',
    us_bank_account: {
      account_holder_type,
      account_type,
      bank_name,
      fingerprint,
      last4: us_bank_account.last4,
      payment_reference: String(randomInt(10_000_000, 99_999_999)),
      routing_number: us_bank_account.routing_number,
    },
  };
}
