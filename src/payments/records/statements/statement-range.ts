// The days a statement is about, as moments: a day begins when it begins where the person is.
import { refusals } from '../../../shared/refusal.js';

const refuse = refusals({
  statement_range_needed: {
    kind: 'invalid',
    title: 'Please say of which month, or from which day to which, the statement is to be.',
  },
  statement_range_reversed: { kind: 'invalid', title: 'That statement ends before it begins.' },
  statement_range_too_long: { kind: 'invalid', title: 'A statement is of at most 366 days.' },
});

const DAY_MS = 86_400_000;
const DAYS_MAX = 366;

/** What somebody asked for: a month (`2026-11`), or two days (`2026-11-01`), both inclusive. */
export interface AskedRange {
  readonly month?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Of the IANA list. */
  readonly zone: string;
}

export interface StatementRange {
  /** The days, both inclusive. */
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  /** The moments: from the first, before the second. */
  readonly start: Date;
  readonly end: Date;
}

/** Refuses what is no range, one that is reversed and one of more than 366 days. */
export function statementRange({ month, from, to, zone }: AskedRange): StatementRange {
  const days = month === undefined ? [from, to] : [`${month}-01`, lastDayOf(month)];
  const [first, last] = days;
  if (first === undefined || last === undefined || (month !== undefined && (from ?? to))) {
    throw refuse('statement_range_needed');
  }
  const length = (utcOf(last) - utcOf(first)) / DAY_MS + 1;
  if (length < 1) throw refuse('statement_range_reversed');
  if (length > DAYS_MAX) throw refuse('statement_range_too_long');
  return {
    ...{ from: first, to: last, zone },
    start: beginningOf(utcOf(first), zone),
    end: beginningOf(utcOf(last) + DAY_MS, zone),
  };
}

const utcOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

// A zone's distance from UTC depends on the moment, which depends on the distance: asked twice, the
// answer holds on both sides of a change of the clocks.
function beginningOf(utc: number, zone: string): Date {
  const guess = utc - offsetAt(utc, zone);
  return new Date(utc - offsetAt(guess, zone));
}

function offsetAt(moment: number, zone: string): number {
  return Date.parse(`${localTime(new Date(moment), zone).replace(' ', 'T')}Z`) - moment;
}

/** `2026-11-03 14:05:09` as clocks showed it there. */
export function localTime(moment: Date, zone: string): string {
  return clockOf(zone).format(moment);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

// Swedish writes times as the ISO does.
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  });
  clocks.set(timeZone, made);
  return made;
}
