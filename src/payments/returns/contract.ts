// Shapes of what two people contest about a payment after it ended.
import type { MoneyView } from '../../shared/contract.js';

/**
 * - `asked`      the payee has until `answerBy` to return or keep
 * - `kept`       the payee keeps it; the payer may bring it to a person until `escalateBy`
 * - `unanswered` the payee said nothing; the same
 * - `escalated`  a person decides by `decideBy`
 * - `returned`   it was given back
 * - `stands`     a person decided that it stays with the payee
 * - `overtaken`  the payer's bank decides about it now
 */
export type AskBackState =
  'asked' | 'kept' | 'unanswered' | 'escalated' | 'returned' | 'stands' | 'overtaken';
export type AskBackReason = 'wrong_person' | 'wrong_amount' | 'other';

export type ReportKind = 'not_by_me' | 'tricked' | 'not_as_promised' | 'threatened';

/**
 * - `examined` a person decides by `decideBy`; what was still there is frozen
 * - `granted`  it goes back to the payer at `appealBy`, unless the payee appeals before
 * - `denied`   the payee may use it again; the payer may appeal until `appealBy`
 * - `lapsed`   nobody decided in time, so it was released; the payer may appeal until `appealBy`
 * - `appealed` another person decides by `decideBy`; what is still there is frozen
 * - `returned`, `released` the end
 * - `overtaken` the payer's bank decides about it now
 */
export type ReportState =
  'examined' | 'granted' | 'denied' | 'lapsed' | 'appealed' | 'returned' | 'released' | 'overtaken';

export type Verdict = 'granted' | 'denied';

/** What both sides see of it on the card of the payment. No words of anybody's are in it. */
export interface ContestCard {
  /** Who gave money of it back last, and when; null when nobody did. */
  lastReturn: { by: 'payee' | 'staff' | 'processor'; at: string } | null;
  askBack: {
    id: string;
    state: AskBackState;
    reason: AskBackReason;
    answerBy: string;
    escalateBy: string | null;
    decideBy: string | null;
    updatedAt: string;
    /** Whether the payer may ask once more. */
    askAgain: boolean;
  } | null;
  report: {
    id: string;
    state: ReportState;
    /** What is frozen now; null when nothing is. */
    frozen: string | null;
    answerBy: string;
    answered: boolean;
    /** Until when a person decides; null while nobody has to. */
    decideBy: string | null;
    extended: boolean;
    appealBy: string | null;
    /** Who may appeal until then. */
    appealOf: 'payer' | 'payee' | null;
    updatedAt: string;
  } | null;
  /** About a payment that a reviewer rejected; null for any other. */
  rejection: {
    /** `possible`: the payer may appeal until `until`. `overturned`: and may send it again until then. */
    state: 'possible' | 'appealed' | 'overturned' | 'upheld';
    /** What to send it again with; null unless overturned and unused. */
    exemptionId: string | null;
    until: string | null;
  } | null;
}

/** What a person decided, as both sides read it. */
export interface DecisionView {
  verdict: Verdict;
  words: string;
  decidedAt: string;
}

/** `GET /v1/payments/:id/contest`, as each of the two sees it. */
export interface ContestView extends ContestCard {
  paymentId: string;
  /** What was said about the ask-back; the payee's answer too. */
  askBackWords: { payer: string | null; payee: string | null } | null;
  /** One's own words about the report; what the other one said is for the reviewer. */
  reportWords: string | null;
  /** What the payer chose; for the payer's eyes only. */
  reportKind: ReportKind | null;
  decisions: DecisionView[];
}

/** Body of `POST /v1/payments/:id/returns`; the header `Idempotency-Key` is required. */
export interface ReturnBody {
  /** All that is left, unless given. */
  amount?: MoneyView;
  reason?: string;
}
