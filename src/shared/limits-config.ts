// How much a person may send, by how well we know them, and above what they confirm it: read from the
// environment, with a table of its own for each currency, because ten thousand yen are not ten
// thousand euros.

/** How well a person is known: nothing proven, an e-mail address, or who they are. */
export const TIERS = ['new', 'confirmed', 'verified'] as const;
export type Tier = (typeof TIERS)[number];

/** The most of one payment and of each rolling window, in major units. */
export interface TierLimits {
  readonly payment: bigint;
  readonly day: bigint;
  readonly week: bigint;
  readonly month: bigint;
}

export interface LimitsConfig {
  /** By currency, then by tier. */
  readonly tables: Readonly<Record<string, Readonly<Record<Tier, TierLimits>>>>;
}

export interface ConfirmConfig {
  /** A payment of more than this is confirmed, by currency, in major units; null is never. */
  readonly above: Readonly<Record<string, bigint>> | null;
  /** The first payment to somebody is confirmed, whatever its amount. */
  readonly first: boolean;
}

/** Who decides what people contest. */
export interface ContestsConfig {
  /** Above this, in major units by currency, a second person agrees; null is never. */
  readonly secondAbove: Readonly<Record<string, bigint>> | null;
}

/** What a trusted contact has time for. */
export interface AgreementConfig {
  /** How long a payment waits for the contact's word. */
  readonly hours: number;
  /** How long a higher limit, or the end of it, waits before it counts. */
  readonly coolingHours: number;
}

/** How long payments wait. */
export interface WaitsConfig {
  /** How long a payment can be undone by whoever has chosen nothing else, in seconds. */
  readonly undoSeconds: number;
}

/** What reads one setting and remembers what is wrong. */
interface Settings {
  readonly faults: string[];
  text(name: string, fallback?: string): string;
}

// Payment, day, week, month of each tier. What is not listed has the first row's figures.
const DEFAULTS: Record<string, string> = {
  '': 'new 50 100 200 400; confirmed 500 1000 2500 5000; verified 10000 20000 50000 100000',
  SEK: 'new 500 1000 2000 4000; confirmed 5000 10000 25000 50000; verified 100000 200000 500000 1000000',
  JPY: 'new 7500 15000 30000 60000; confirmed 75000 150000 400000 800000; verified 1500000 3000000 7500000 15000000',
  KWD: 'new 15 30 60 120; confirmed 150 300 750 1500; verified 3000 6000 15000 30000',
};
const SECOND_ABOVE = '500 SEK=5000 JPY=75000 KWD=150';
const CONFIRM_ABOVE = '100 SEK=1000 JPY=15000 KWD=30';

/** `LIMITS` for every currency, `LIMITS_JPY` for one. */
export function readLimits(read: Settings, currencies: readonly string[]): LimitsConfig {
  const given = read.text('LIMITS', DEFAULTS['']);
  const isGiven = given !== DEFAULTS[''];
  return {
    tables: Object.fromEntries(
      currencies.map((currency) => {
        const usual = isGiven ? given : (DEFAULTS[currency] ?? given);
        const name = `LIMITS_${currency}`;
        return [currency, readTable(read, name, read.text(name, usual))];
      }),
    ),
  };
}

function readTable(read: Settings, name: string, text: string): Record<Tier, TierLimits> {
  const rows = new Map(
    text.split(';').map((row) => {
      const [tier = '', ...figures] = row.trim().split(/\s+/);
      return [tier, figures.map(wholeNumber)];
    }),
  );
  const limitsOf = (tier: Tier): TierLimits => {
    const [payment, day, week, month, ...more] = rows.get(tier) ?? [];
    if (payment == null || day == null || week == null || month == null || more.length > 0) {
      read.faults.push(`${name} must give ${tier} four whole numbers: payment, day, week, month`);
      return { payment: 0n, day: 0n, week: 0n, month: 0n };
    }
    return { payment, day, week, month };
  };
  return { new: limitsOf('new'), confirmed: limitsOf('confirmed'), verified: limitsOf('verified') };
}

/** `CONFIRM_ABOVE`: a figure for every currency and `JPY=15000` for one, or `off`; `CONFIRM_FIRST`: `on` or `off`. */
export function readConfirm(read: Settings, currencies: readonly string[]): ConfirmConfig {
  const text = read.text('CONFIRM_ABOVE', CONFIRM_ABOVE);
  const first = read.text('CONFIRM_FIRST', 'on');
  if (!['on', 'off'].includes(first)) read.faults.push('CONFIRM_FIRST must be on or off');
  return {
    above: text === 'off' ? null : thresholds(read, 'CONFIRM_ABOVE', text, currencies),
    first: first === 'on',
  };
}

/** `CONTEST_SECOND_ABOVE`, written like `CONFIRM_ABOVE`. */
export function readContests(read: Settings, currencies: readonly string[]): ContestsConfig {
  const name = 'CONTEST_SECOND_ABOVE';
  const text = read.text(name, SECOND_ABOVE);
  return { secondAbove: text === 'off' ? null : thresholds(read, name, text, currencies) };
}

function thresholds(
  read: Settings,
  name: string,
  text: string,
  currencies: readonly string[],
): Record<string, bigint> {
  const parts = text.split(/[\s,]+/).map((part) => part.split('='));
  const own = new Map(parts.flatMap(([name = '', figure]) => (figure ? [[name, figure]] : [])));
  const usual = parts.find(([, figure]) => figure === undefined)?.[0];
  return Object.fromEntries(
    currencies.map((currency) => {
      const figure = wholeNumber(own.get(currency) ?? usual ?? '');
      if (figure === null) {
        read.faults.push(`${name} says nothing for ${currency}; give a whole number, or off`);
      }
      return [currency, figure ?? 0n];
    }),
  );
}

const wholeNumber = (text: string): bigint | null =>
  /^\d{1,12}$/.test(text) ? BigInt(text) : null;
