// Shapes of bills on the wire.
import type { MoneyView } from '../../shared/contract.js';
import type { PaymentParty } from '../contract.js';
import type { RequestState } from '../requests/contract.js';

/**
 * How a round is divided.
 * - `equally` among the people named
 * - `exactly` as the parts say, which add up to the amount
 * - `shares`  in proportion to the parts
 * - `percent` as the parts say, which add up to 100
 * - `items`   by who had what; what the items leave of the amount, tax or tip, follows in proportion
 */
export type SplitWay = 'equally' | 'exactly' | 'shares' | 'percent' | 'items';

/** A person's part: a decimal string that is an amount, a number of shares or a percentage. */
export interface SplitPart {
  personId: string;
  value: string;
}

export interface SplitItem {
  name: string;
  amount: string;
  /** Who had it; several had it in equal parts. */
  personIds: string[];
}

/** Whoever makes a bill takes part in it when the division names them. */
export interface SplitDivision {
  way: SplitWay;
  /** For `equally`. */
  personIds?: string[];
  /** For `exactly`, `shares` and `percent`. */
  parts?: SplitPart[];
  /** For `items`. */
  items?: SplitItem[];
}

/** `POST /v1/threads/:id/splits/preview`, and a round of `POST /v1/splits/:id/rounds`. */
export interface SplitRoundBody {
  amount: MoneyView;
  /** What it was for. */
  title?: string;
  division: SplitDivision;
}

/** `POST /v1/threads/:id/splits`; the header `Idempotency-Key` is required. */
export interface SplitBody extends SplitRoundBody {
  /** How long it can be paid. */
  hours?: number;
}

export interface SplitPortion {
  personId: string;
  amount: string;
}

/** Who bears what cannot be divided: one unit more each than a division without remainder gives. */
export interface OddUnits {
  /** The smallest unit of the currency, such as "0.01". */
  unit: string;
  personIds: string[];
}

/** `POST /v1/threads/:id/splits/preview`: what would be asked. Nothing is made. */
export interface SplitPreview {
  total: MoneyView;
  portions: SplitPortion[];
  odd: OddUnits | null;
  /** What the items leave of the amount and is spread in proportion; null unless by items. */
  extra: string | null;
}

export interface SplitCardRound {
  total: string;
  way: SplitWay;
  /** Whose share it is that is divided anew; null for money that was spent. */
  fromPersonId: string | null;
  odd: OddUnits | null;
}

/**
 * Where somebody stands who owes a share.
 * - those of its request, and
 * - `moved` nothing of it is owed any more: it was divided anew among the others
 */
export type ShareState = RequestState | 'moved';

/** What somebody owes of a bill, over all of its rounds. */
export interface SplitCardShare {
  personId: string;
  amount: string;
  /** What has arrived of it. */
  paid: string;
  /** What can still be paid: neither arrived nor on its way. */
  left: string;
  state: ShareState;
  /** The open request that paying it pays; null when there is none. */
  request: { id: string; revision: number; expiresAt: string; remindedAt: string | null } | null;
}

/** What everybody whom it concerns sees in the thread (`CardView.data` of kind `split`). */
export interface SplitCard {
  splitId: string;
  /** Who paid the bill, and is paid back. */
  makerId: string;
  /** All that was spent. */
  total: MoneyView;
  /** The maker's own part of it. */
  own: string;
  /** What has arrived from the others. */
  paid: string;
  /** What each round was for, "" for nothing; null once its maker has left for good. */
  note: string[] | null;
  rounds: SplitCardRound[];
  /** In the order in which they came into the bill. */
  shares: SplitCardShare[];
  /** How many of those who owe something have paid all of it. */
  paidCount: number;
  owingCount: number;
  updatedAt: string;
}

export interface SplitRoundView {
  number: number;
  title: string | null;
  total: string;
  way: SplitWay;
  from: PaymentParty | null;
  portions: SplitPortion[];
  odd: OddUnits | null;
  items: SplitItem[] | null;
  createdAt: string;
}

export interface SplitShareView extends Omit<SplitCardShare, 'personId'> {
  person: PaymentParty;
}

/** `POST /v1/threads/:id/splits`, `GET /v1/splits/:id`, and every change of one. */
export interface SplitView {
  /** `spl_…` */
  id: string;
  threadId: string;
  maker: PaymentParty;
  total: MoneyView;
  own: string;
  paid: string;
  rounds: SplitRoundView[];
  shares: SplitShareView[];
  paidCount: number;
  owingCount: number;
  createdAt: string;
  updatedAt: string;
}
