// The part of the configuration that is about money on its way to banks: limits and what it costs.

export interface CashOutConfig {
  /** Where people's banks are: two letters of ISO 3166. */
  readonly country: string;
  /** The least and the most of one cash-out, in major units. */
  readonly minimumMajor: bigint;
  readonly maximumMajor: bigint;
  /** The most one person may cash out within a day, in major units. */
  readonly majorPerDay: bigint;
  /** What an instant cash-out costs: hundredths of a per cent of its amount, rounded up. */
  readonly instantFeeBasisPoints: bigint;
  /** The least that it costs, in minor units. */
  readonly instantFeeMinimum: bigint;
}

/** What this file needs of the reader of the environment. */
interface Reads {
  readonly faults: string[];
  text(name: string, fallback?: string): string;
  integer(name: string, fallback: number, max: number): number;
}

/** Reads it; what is wrong is added to the faults. */
export function readCashOut(read: Reads): CashOutConfig {
  const whole = (name: string, fallback: number, max = 1_000_000_000): bigint =>
    BigInt(read.integer(name, fallback, max));
  const cashOut: CashOutConfig = {
    country: read.text('CASH_OUT_COUNTRY', 'DE').toUpperCase(),
    minimumMajor: whole('CASH_OUT_MINIMUM', 1),
    maximumMajor: whole('CASH_OUT_MAXIMUM', 5000),
    majorPerDay: whole('CASH_OUT_PER_DAY', 10_000),
    instantFeeBasisPoints: whole('INSTANT_FEE_BASIS_POINTS', 150, 10_000),
    instantFeeMinimum: whole('INSTANT_FEE_MINIMUM', 25),
  };
  if (!/^[A-Z]{2}$/.test(cashOut.country)) {
    read.faults.push('CASH_OUT_COUNTRY must be two letters, such as DE');
  }
  if (cashOut.minimumMajor > cashOut.maximumMajor) {
    read.faults.push('CASH_OUT_MINIMUM must not be more than CASH_OUT_MAXIMUM');
  }
  return cashOut;
}
