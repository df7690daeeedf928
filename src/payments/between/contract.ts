// Shapes of what people owe each other in a thread, on the wire.
import type { MoneyView } from '../../shared/contract.js';
import type { PaymentParty, SettledRequest } from '../contract.js';

/** A request between the viewer and somebody, of which something can be paid. */
export interface BetweenItem {
  requestId: string;
  /** The revision and what is left are named again when it is settled. */
  revision: number;
  left: string;
  /** Whether the viewer is to pay it. */
  isMine: boolean;
  note: string | null;
  /** The bill it is a share of; null for none. */
  splitId: string | null;
}

/** One side of the difference: what one of the two pays, and the other gets. */
export interface BetweenPair {
  person: PaymentParty;
  /** What the viewer pays once all is set off; zero when it is the other one's to pay, or nobody's. */
  youPay: string;
  theyPay: string;
  items: BetweenItem[];
}

export interface BetweenCurrency {
  currency: string;
  /** The viewer with each of the others with whom something is open. */
  pairs: BetweenPair[];
  /** Where everybody stands, over what the viewer may see; who is even is left out. */
  members: { person: PaymentParty; gets: string; pays: string }[];
  /** What would bring all of them to zero. Nothing of it is agreed by anybody. */
  proposal: {
    payments: { from: PaymentParty; to: PaymentParty; amount: MoneyView }[];
    /** No other has fewer payments; false where that was not looked for, with more than twelve people. */
    fewest: boolean;
  };
}

/** `GET /v1/threads/:id/between`. */
export interface BetweenView {
  threadId: string;
  currencies: BetweenCurrency[];
  /** Something is on its way that pays what was open between the viewer and somebody. */
  onItsWay: boolean;
}

/** Body of `POST /v1/threads/:id/between/even`. */
export interface EvenBody {
  personId: string;
  currency: string;
  settle: SettledRequest[];
}

/** `POST /v1/threads/:id/between/even`. */
export interface EvenView {
  /** `set_…` */
  id: string;
  threadId: string;
  requestIds: string[];
  createdAt: string;
}
