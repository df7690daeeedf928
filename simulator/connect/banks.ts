// The bank accounts and debit cards that money can be paid out to in a test, and what each does with
// it. A number that is not here is refused, as Stripe refuses real ones in a test. IBANs are known by
// their account part, so that the country and its digits may be any of the euro area.
import { invalidRequest } from '../core/errors.js';

export interface Behaviour {
  /** The failure that payouts end with, or null when they arrive. */
  failure: string | null;
  onlyInstant?: true;
  /** Whether money can arrive within minutes; it can unless said otherwise. */
  notInstant?: true;
}

const arrives: Behaviour = { failure: null };
const fails = (failure: string): Behaviour => ({ failure });

/** Accounts behind the test routing number, and the last digit of the test IBAN that is alike. */
export const TEST_BANKS: readonly { number: string; ibanEnd: string; behaviour: Behaviour }[] = [
  { number: '000123456789', ibanEnd: '0', behaviour: arrives },
  { number: '000111111116', ibanEnd: '1', behaviour: fails('no_account') },
  { number: '000111111113', ibanEnd: '2', behaviour: fails('account_closed') },
  { number: '000222222227', ibanEnd: '3', behaviour: fails('insufficient_funds') },
  { number: '000333333335', ibanEnd: '4', behaviour: fails('debit_not_authorized') },
  { number: '000444444440', ibanEnd: '5', behaviour: fails('invalid_currency') },
  {
    number: '000888888883',
    ibanEnd: '8',
    behaviour: { failure: 'could_not_process', onlyInstant: true },
  },
];

/** Tokens that stand for the accounts above without being made first. */
const BANK_TOKENS: Readonly<Record<string, string>> = {
  btok_us: '000123456789',
  btok_us_verified: '000123456789',
  btok_us_noAccount: '000111111116',
  btok_us_accountClosed: '000111111113',
  btok_us_insufficientFunds: '000222222227',
  btok_us_debitNotAuthorized: '000333333335',
  btok_us_invalidCurrency: '000444444440',
};

export interface PayoutCard {
  token: string;
  number: string;
  behaviour: Behaviour;
}

export const PAYOUT_CARDS: readonly PayoutCard[] = [
  { token: 'tok_visa_debit', number: '4000056655665556', behaviour: arrives },
  { token: 'tok_visa_debit_us_transferSuccess', number: '4000056655665556', behaviour: arrives },
  {
    token: 'tok_visa_debit_us_transferFail',
    number: '4000056655665572',
    behaviour: fails('could_not_process'),
  },
  {
    token: 'tok_visa_debit_us_instantPayoutUnsupported',
    number: '4000056755665555',
    behaviour: { failure: null, notInstant: true },
  },
];

/** What a bank tells when a payout does not arrive. */
export const FAILURES: Readonly<Record<string, string>> = {
  account_closed: 'The bank account has been closed.',
  account_frozen: 'The bank account has been frozen.',
  could_not_process: 'The bank could not process this payout.',
  debit_not_authorized: 'Debit transactions are not approved on the bank account.',
  declined: 'The bank has declined this payout. Please contact the bank before retrying.',
  insufficient_funds: 'Your Stripe account has insufficient funds to cover the payout.',
  invalid_currency:
    'The bank was unable to process this payout because of its currency. This is probably because the bank account cannot accept payments in that currency.',
  no_account:
    'The bank account details on file are probably incorrect. No bank account could be located with those details.',
};

const EURO = 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ');
const CURRENCY_OF: Readonly<Record<string, string>> = {
  US: 'usd',
  ...Object.fromEntries(EURO.map((country) => [country, 'eur'])),
};

/** The currency of a country where accounts can be opened here; throws for any other. */
export function currencyOf(country: string): string {
  const currency = CURRENCY_OF[country];
  if (currency !== undefined) return currency;
  throw invalidRequest(
    `${country} is not currently supported by Stripe. See https://stripe.com/global for the list of supported countries.`,
    { code: 'country_unsupported', param: 'country' },
  );
}

export interface BankDetails {
  country: string;
  currency: string;
  number: string;
  routing: string | null;
  behaviour: Behaviour;
}

function refuseNumber(param: string): never {
  throw invalidRequest(
    'You must use a test bank account number in test mode. Try 000123456789 or see more options at https://stripe.com/docs/connect/testing#account-numbers.',
    { code: 'account_number_invalid', param },
  );
}

const IBAN = /^([A-Z]{2})\d{2}(37040044)053201300(\d)$/;

/** The bank behind an IBAN or a test account number; throws for one that is not of the table. */
export function bankOf(
  typed: {
    country: string;
    currency?: string | undefined;
    account_number: string;
    routing_number?: string | undefined;
  },
  param: string,
): BankDetails {
  const country = typed.country.toUpperCase();
  const currency = (typed.currency ?? currencyOf(country)).toLowerCase();
  if (currency !== currencyOf(country)) {
    throw invalidRequest(`Bank accounts in ${country} cannot be paid in ${currency} here.`, {
      param: `${param}[currency]`,
    });
  }
  const number = typed.account_number.replaceAll(/[\s-]/g, '').toUpperCase();
  const iban = IBAN.exec(number);
  const found = TEST_BANKS.find((each) =>
    iban === null ? each.number === number : each.ibanEnd === iban[3],
  );
  if (found === undefined || (iban === null) === EURO.includes(country)) {
    refuseNumber(`${param}[account_number]`);
  }
  if (iban !== null && iban[1] !== country) refuseNumber(`${param}[account_number]`);
  if (iban === null && typed.routing_number?.replaceAll('-', '') !== '110000000') {
    throw invalidRequest('Invalid routing number', {
      code: 'routing_number_invalid',
      param: `${param}[routing_number]`,
    });
  }
  const routing = iban === null ? '110000000' : (iban[2] ?? null);
  return { country, currency, number, routing, behaviour: found.behaviour };
}

/** The bank a ready-made token stands for, or undefined. */
export function bankByToken(token: string): BankDetails | undefined {
  const number = Object.hasOwn(BANK_TOKENS, token) ? BANK_TOKENS[token] : undefined;
  if (number === undefined) return undefined;
  return bankOf({ country: 'US', account_number: number, routing_number: '110000000' }, 'token');
}
