// A correction of the books as a plain row, what would be posted for it, and how it is shown.
import {
  type AccountRef,
  freeEntry,
  type Posting,
  refOfAddress,
  refuseLedger,
} from '../../ledger/index.js';
import { formatMinor, parseMoney } from '../../shared/money.js';
import type { CorrectionState, CorrectionView, EntryLineView } from '../contract.js';

export interface CorrectionLine {
  /** The account's address. */
  readonly account: string;
  readonly side: 'debit' | 'credit';
  /** Minor units. */
  readonly amount: string;
  readonly currency: string;
}

export interface Correction {
  readonly id: string;
  readonly kind: 'reversal' | 'entry';
  readonly entryId: string | null;
  readonly lines: readonly CorrectionLine[] | null;
  readonly reason: string;
  /** Null is dated when it is approved. */
  readonly occurredAt: Date | null;
  readonly state: CorrectionState;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decisionReason: string | null;
  readonly refusalCode: string | null;
  readonly refusalDetail: string | null;
  readonly refusedAt: Date | null;
}

/** The reference of what an approval posts. */
export const referenceOf = ({ id }: Pick<Correction, 'id'>): string => `${id}:posted`;

/** Lines as they were asked for. Refuses amounts that are none. */
export const parseLines = (lines: readonly EntryLineView[]): CorrectionLine[] =>
  lines.map(({ account, side, amount, currency }) => ({
    account,
    side,
    amount: parseMoney({ amount, currency }).minor.toString(),
    currency,
  }));

/** What approving a free entry posts. Refuses `account_unknown` for an address of no chart. */
export function postingOf(correction: Correction, approvedBy: string, at: Date): Posting {
  const lines = (correction.lines ?? []).map(({ account, side, amount, currency }) => ({
    side,
    account: knownRef(account),
    amount: BigInt(amount),
    currency,
  }));
  const { reason, proposedBy: recordedBy } = correction;
  const occurredAt = correction.occurredAt ?? at;
  const record = { reason, recordedBy, approvedBy };
  return { entries: [freeEntry('P15', referenceOf(correction), occurredAt, lines, record)] };
}

function knownRef(address: string): AccountRef {
  const ref = refOfAddress(address);
  if (ref === undefined) throw refuseLedger('account_unknown', address);
  return ref;
}

export function correctionView(
  correction: Correction,
  nameOf: (id: string) => string,
): CorrectionView {
  const person = (id: string) => ({ id, name: nameOf(id) });
  const { decidedBy, refusalCode, refusalDetail, refusedAt } = correction;
  return {
    id: correction.id,
    kind: correction.kind,
    entryId: correction.entryId,
    lines: (correction.lines ?? []).map((line) => ({
      ...line,
      amount: formatMinor(BigInt(line.amount), line.currency),
    })),
    reason: correction.reason,
    occurredAt: correction.occurredAt?.toISOString() ?? null,
    state: correction.state,
    proposedBy: person(correction.proposedBy),
    proposedAt: correction.proposedAt.toISOString(),
    decidedBy: decidedBy === null ? null : person(decidedBy),
    decidedAt: correction.decidedAt?.toISOString() ?? null,
    decisionReason: correction.decisionReason,
    reference: correction.state === 'approved' ? referenceOf(correction) : null,
    refusal:
      refusalCode === null || refusedAt === null
        ? null
        : { code: refusalCode, detail: refusalDetail ?? '', at: refusedAt.toISOString() },
  };
}
