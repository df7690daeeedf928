// Shapes of scheduled payments on the wire.
import type { MoneyView } from '../../shared/contract.js';
import type { PaymentParty, PaymentState } from '../contract.js';
import type { PaymentCheckView } from '../trust/contract.js';

/**
 * Where a schedule stands.
 * - `active`   the next occurrence will be sent
 * - `paused`   by the payer, or by itself after three refusals in a row; nothing is sent
 * - `stopped`  the payer ended it
 * - `finished` its last occurrence is over
 */
export type ScheduleState = 'active' | 'paused' | 'stopped' | 'finished';

/**
 * What became of one occurrence.
 * - `claimed` it is being sent
 * - `sent`    a payment was made of it, which has a state of its own
 * - `refused` it could not be sent; nothing moved
 * - `missed`  it was more than a day late, so it was not sent
 * - `skipped` the payer left it out
 */
export type OccurrenceState = 'claimed' | 'sent' | 'refused' | 'missed' | 'skipped';

export type Every = 'once' | 'day' | 'week' | 'two_weeks' | 'month' | 'year';

/** When it is sent: local time in a time zone, which daylight saving does not move. */
export interface SchedulePlan {
  /** IANA name, such as `Europe/Lisbon`. */
  zone: string;
  /** The first date it may be sent on, `2027-01-31`. */
  startsOn: string;
  /** Local time, `09:00`. */
  at: string;
  every: Every;
  /** For `week`: 1 is Monday, 7 is Sunday; without it the weekday of the first date. */
  days?: number[];
  /** For `month`: 1 to 31, in short months the last day; without it that of the first date. */
  day?: number;
  /** The last date, inclusive. */
  until?: string;
  /** How many occurrences there are. */
  times?: number;
}

export type ScheduleFunding = { source: 'balance' } | { source: 'card'; cardId: string };

/** Body of `POST /v1/schedules`, and of `POST /v1/schedules/check`. */
export interface ScheduleBody {
  threadId: string;
  /** Needed in a group. */
  payeeId?: string;
  amount: MoneyView;
  funding: ScheduleFunding;
  note?: string;
  plan: SchedulePlan;
  /** Where the check asked for one. */
  confirmationId?: string;
}

/** Body of `PATCH /v1/schedules/:id`: what it is from the next occurrence on. */
export interface ScheduleChangeBody extends Partial<
  Pick<ScheduleBody, 'amount' | 'funding' | 'note' | 'plan' | 'confirmationId'>
> {
  /** The revision that was looked at; another is refused. */
  revision: number;
}

/** One of `GET /v1/schedules`. Only the payer sees it. */
export interface ScheduleView {
  /** `sch_…` */
  id: string;
  threadId: string;
  payee: PaymentParty;
  amount: MoneyView;
  funding: ScheduleFunding;
  note: string | null;
  plan: SchedulePlan;
  state: ScheduleState;
  /** Who paused it; null unless it is paused. */
  pausedBy: 'payer' | 'refusals' | null;
  /** Goes up when it is changed. */
  revision: number;
  /** What is sent next; null when nothing will be, or not before it is resumed. */
  next: { number: number; at: string } | null;
  /** How many are left, where it ends after so many; else null. */
  left: number | null;
  createdAt: string;
  updatedAt: string;
}

export interface OccurrenceView {
  number: number;
  dueAt: string;
  state: OccurrenceState;
  /** It was sent later than planned. */
  late: boolean;
  payment: { id: string; state: PaymentState } | null;
  /** Why nothing was sent. */
  refusal: { code: string; message: string } | null;
}

/** `GET /v1/schedules/:id`. */
export interface ScheduleDetailView extends ScheduleView {
  /** The next ones, at most five. */
  upcoming: { number: number; at: string }[];
  /** The latest ones, at most thirty, newest first. */
  past: OccurrenceView[];
}

/** `GET /v1/schedules`: newest first; hand `next` back as `?before=`. */
export interface SchedulesPage {
  schedules: ScheduleView[];
  next: string | null;
}

/** `POST /v1/schedules/check`: what to know before; it makes nothing. */
export interface ScheduleCheckView extends Pick<
  PaymentCheckView,
  | 'payee'
  | 'history'
  | 'firstPayment'
  | 'looksLike'
  | 'warning'
  | 'fee'
  | 'agreement'
  | 'confirmation'
> {
  /** When the first ones would be sent, at most three. */
  upcoming: string[];
}
