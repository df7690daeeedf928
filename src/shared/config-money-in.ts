// The part of the configuration that is about money that comes in and changes its currency.

export interface TopUpConfig {
  /** The least of one top-up by currency, in major units; below it processors charge no card. */
  readonly minimumMajor: Readonly<Record<string, bigint>>;
}

export interface ExchangeConfig {
  /** What we keep of an exchange: hundredths of a per cent of the mid-market rate. */
  readonly spreadBasisPoints: bigint;
  /** How long a price that was named holds. */
  readonly quoteSeconds: number;
}

/** What this file needs of the reader of the environment. */
interface Reads {
  readonly faults: string[];
  text(name: string, fallback?: string): string;
  integer(name: string, fallback: number, max: number): number;
}

const MINIMUM = '1 SEK=10 JPY=100';

/** `TOP_UP_MINIMUM`: a figure for every currency, and `JPY=100` for one. */
export function readTopUp(read: Reads, currencies: readonly string[]): TopUpConfig {
  const parts = read
    .text('TOP_UP_MINIMUM', MINIMUM)
    .split(/[\s,]+/)
    .map((part) => part.split('='));
  const own = new Map(parts.flatMap(([name = '', figure]) => (figure ? [[name, figure]] : [])));
  const usual = parts.find(([, figure]) => figure === undefined)?.[0] ?? '';
  const minimumOf = (currency: string): bigint => {
    const text = own.get(currency) ?? usual;
    if (/^[1-9]\d{0,8}$/.test(text)) return BigInt(text);
    read.faults.push(`TOP_UP_MINIMUM says no whole number above zero for ${currency}`);
    return 1n;
  };
  return {
    minimumMajor: Object.fromEntries(currencies.map((code) => [code, minimumOf(code)])),
  };
}

/** `EXCHANGE_SPREAD_BASIS_POINTS` and `QUOTE_SECONDS`. */
export function readExchange(read: Reads): ExchangeConfig {
  const quoteSeconds = read.integer('QUOTE_SECONDS', 60, 3600);
  if (quoteSeconds < 5) read.faults.push('QUOTE_SECONDS must be at least 5');
  return {
    spreadBasisPoints: BigInt(read.integer('EXCHANGE_SPREAD_BASIS_POINTS', 50, 2_000)),
    quoteSeconds,
  };
}
