// Correcting the books takes two people. One proposes, after the books have been asked whether they
// would take it; another approves, and the entry is posted in the same commit, or declines. A refusal
// by the books undoes the approval, is answered, and leaves the correction open.
import { Injectable } from '@nestjs/common';
import { Corrections, Postings, refuseLedger } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { attempt, Transactor, type Tx } from '../../shared/database.js';
import { type Reply, replyRefused, replyWith } from '../../shared/http.js';
import { type Answer, type Claim, IdempotencyKeys } from '../../shared/idempotency.js';
import { newId } from '../../shared/ids.js';
import { present, Refusal, refusals } from '../../shared/refusal.js';
import { StaffNames } from '../staff-names.js';
import { type Correction, correctionView, postingOf, referenceOf } from './correction.js';
import {
  decideCorrection,
  findCorrection,
  insertCorrection,
  noteRefusal,
} from './correction-store.js';

export const refuse = refusals({
  correction_unknown: { kind: 'missing', title: 'There is no such correction.' },
  correction_decided: { kind: 'conflict', title: 'This correction was already decided.' },
});

const KEYS = new IdempotencyKeys('finance.idempotency_keys');

export type Proposal = Pick<Correction, 'kind' | 'entryId' | 'lines' | 'reason' | 'occurredAt'>;

export interface Verdict {
  readonly id: string;
  readonly state: 'approved' | 'declined';
  readonly reason: string | null;
}

// Stands for whoever will approve while the books are asked; only that it is somebody else matters.
const SOMEBODY_ELSE = 'approver';

@Injectable()
export class CorrectBooks {
  constructor(
    private readonly transactor: Transactor,
    private readonly clock: Clock,
    private readonly postings: Postings,
    private readonly reversals: Corrections,
    private readonly names: StaffNames,
  ) {}

  /** Proposes a correction. Refuses what the books would refuse now. */
  propose(claim: Claim, proposal: Proposal): Promise<Answer> {
    return this.transactor.run((tx) =>
      KEYS.once(tx, claim, async () => {
        const correction: Correction = {
          ...proposal,
          id: newId('cor'),
          state: 'proposed',
          proposedBy: claim.personId,
          proposedAt: this.clock.now(),
          ...UNDECIDED,
        };
        await this.dryRun(tx, correction);
        await insertCorrection(tx, correction);
        return { subjectId: correction.id, reply: await this.reply(tx, 201, correction) };
      }),
    );
  }

  /**
   * Approves or declines. Refuses `correction_unknown`, `correction_decided`, `approver_needed` to the
   * person who proposed it, and whatever the books refuse.
   */
  decide(claim: Claim, verdict: Verdict): Promise<Answer> {
    return this.transactor.run((tx) =>
      KEYS.once(tx, claim, async () => {
        const reply = await this.decided(tx, claim.personId, verdict);
        return { subjectId: verdict.id, reply };
      }),
    );
  }

  private async decided(tx: Tx, personId: string, verdict: Verdict): Promise<Reply> {
    const found = await findCorrection(tx, verdict.id);
    if (found === undefined) throw refuse('correction_unknown');
    if (found.proposedBy === personId) throw refuseLedger('approver_needed');
    const at = this.clock.now();
    const decision = { ...verdict, decidedBy: personId, decidedAt: at };
    try {
      const correction = await attempt(tx, async () => {
        const decided = await decideCorrection(tx, decision);
        if (decided === undefined) throw refuse('correction_decided');
        if (verdict.state === 'approved') await this.post(tx, decided, personId, at);
        return decided;
      });
      return await this.reply(tx, 200, correction);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'correction_decided') throw error;
      await noteRefusal(tx, verdict.id, { code: error.code, detail: error.detail ?? '', at });
      return replyRefused(error);
    }
  }

  private async dryRun(tx: Tx, correction: Correction): Promise<void> {
    const at = this.clock.now();
    if (correction.occurredAt !== null && correction.occurredAt > at) {
      throw refuseLedger('moment_in_future');
    }
    const refused =
      correction.kind === 'reversal'
        ? await this.reversals.try(tx, reversalOf(correction, SOMEBODY_ELSE, at))
        : await this.postings.try(tx, postingOf(correction, SOMEBODY_ELSE, at));
    if (refused !== undefined) throw refuseLedger(refused.code, refused.detail);
  }

  private async post(tx: Tx, correction: Correction, approvedBy: string, at: Date): Promise<void> {
    const [outcome] =
      correction.kind === 'reversal'
        ? [await this.reversals.reverse(tx, reversalOf(correction, approvedBy, at))]
        : await this.postings.post(tx, [postingOf(correction, approvedBy, at)]);
    if (outcome?.kind === 'refused') throw refuseLedger(outcome.code, outcome.detail);
  }

  private async reply(tx: Tx, status: number, correction: Correction): Promise<Reply> {
    const { proposedBy, decidedBy } = correction;
    const names = await this.names.of(
      decidedBy === null ? [proposedBy] : [proposedBy, decidedBy],
      tx,
    );
    return replyWith(status, correctionView(correction, names));
  }
}

const UNDECIDED = {
  decidedBy: null,
  decidedAt: null,
  decisionReason: null,
  refusalCode: null,
  refusalDetail: null,
  refusedAt: null,
} as const;

const reversalOf = (correction: Correction, approvedBy: string, at: Date) => ({
  entryId: present(correction.entryId, 'a reversal names its entry'),
  reference: referenceOf(correction),
  reason: correction.reason,
  recordedBy: correction.proposedBy,
  approvedBy,
  occurredAt: correction.occurredAt ?? at,
});
