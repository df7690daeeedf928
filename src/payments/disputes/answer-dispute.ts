// The risk team's word on a dispute: contest it, once and for good, with the evidence pack and a
// statement; or give it up. What is said is stored as it will be said, in the commit that intends the
// call. A bank's warning can be dismissed, or met with a refund before it becomes a dispute.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { present, refusals } from '../../shared/refusal.js';
import type { OpenCall } from '../calls/processor-calls.js';
import { findCharged } from '../top-ups/charged.js';
import { ProcessorDisputes } from '../processor/disputes.js';
import { ProcessorRefused } from '../processor/processor.js';
import { ApplyDispute, DisputeParts } from './apply-dispute.js';
import type { Dispute } from './dispute.js';
import {
  findDispute,
  findEvidence,
  handleWarning,
  lockDispute,
  storeConcession,
  storeEvidence,
} from './dispute-store.js';
import { EvidencePack } from './evidence.js';

export const refuseDispute = refusals({
  dispute_unknown: { kind: 'missing', title: 'There is no such dispute.' },
  dispute_not_open: { kind: 'conflict', title: 'This dispute has ended.' },
  dispute_already_answered: {
    kind: 'conflict',
    title: 'This dispute has been answered. The bank takes one answer.',
  },
  dispute_overdue: { kind: 'conflict', title: 'The time to answer this dispute is over.' },
  fraud_warning_unknown: { kind: 'missing', title: 'There is no such warning that waits.' },
});

type Word = 'evidence' | 'concede';

/** What an answer is made of. */
@Injectable()
export class AnswerDesk {
  constructor(
    readonly pack: EvidencePack,
    readonly clock: Clock,
  ) {}
}

@Injectable()
export class AnswerDispute implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: DisputeParts,
    private readonly processor: ProcessorDisputes,
    private readonly applyDispute: ApplyDispute,
    private readonly desk: AnswerDesk,
  ) {}

  onModuleInit(): void {
    for (const word of ['evidence', 'concede'] as const) {
      this.parts.calls.handle(word, (call) => this.make(call, word));
    }
  }

  /** Contests a dispute with the pack and a statement. Refuses what is in the table above. */
  async contest(reviewerId: string, disputeId: string, statement: string): Promise<void> {
    await this.transactor.run(async (tx) => {
      const dispute = await this.answerable(tx, disputeId);
      const [payment] = await findCharged(tx, [dispute.paymentId]);
      const pack = await this.desk.pack.of(
        tx,
        present(payment, 'a dispute has a payment'),
        statement,
      );
      const evidenceAt = this.desk.clock.now();
      await storeEvidence(tx, disputeId, { evidence: pack, evidenceBy: reviewerId, evidenceAt });
      await this.parts.calls.intendNow(tx, { subjectId: disputeId, leg: 'evidence' });
    });
  }

  /** Gives a dispute up. */
  async concede(reviewerId: string, disputeId: string): Promise<void> {
    await this.transactor.run(async (tx) => {
      await this.answerable(tx, disputeId);
      await storeConcession(tx, disputeId, reviewerId, this.desk.clock.now());
      await this.parts.calls.intendNow(tx, { subjectId: disputeId, leg: 'concede' });
    });
  }

  /** Dismisses a warning, with a word why. Refuses `fraud_warning_unknown`. */
  async dismiss(reviewerId: string, warningId: string, word: string): Promise<void> {
    const at = this.desk.clock.now();
    const done = await this.transactor.run((tx) =>
      handleWarning(tx, warningId, reviewerId, at, word),
    );
    if (!done) throw refuseDispute('fraud_warning_unknown');
  }

  // One answer, whichever it is: the intent of either stands in the way of both.
  private async answerable(tx: Tx, disputeId: string): Promise<Dispute> {
    const dispute = await lockDispute(tx, disputeId);
    if (dispute === undefined) throw refuseDispute('dispute_unknown');
    const { state, submittedAt, dueBy } = dispute;
    if (state !== 'open' && state !== 'inquiry') throw refuseDispute('dispute_not_open');
    const { calls } = this.parts;
    const answered =
      submittedAt !== null ||
      (await calls.intended(tx, { subjectId: disputeId, leg: 'evidence' })) ||
      (await calls.intended(tx, { subjectId: disputeId, leg: 'concede' }));
    if (answered) throw refuseDispute('dispute_already_answered');
    if (dueBy !== null && dueBy <= this.desk.clock.now()) throw refuseDispute('dispute_overdue');
    return dispute;
  }

  private async make({ subjectId, key, keyAlive }: OpenCall, word: Word): Promise<void> {
    const { reader } = this.transactor;
    const dispute = present(await findDispute(reader, subjectId), `${subjectId} exists`);
    const { processorId, paymentId } = dispute;
    const send = async () => {
      if (!keyAlive) return this.processor.find(processorId);
      if (word === 'concede') return this.processor.concede(processorId, key);
      const stored = present(await findEvidence(reader, subjectId), 'evidence was stored');
      return this.processor.submit(processorId, stored.evidence, key);
    };
    const news = await send().catch((error: unknown) => {
      // Too late, or answered elsewhere: what counts is how it stands.
      if (error instanceof ProcessorRefused) return this.processor.find(processorId);
      throw error;
    });
    await this.applyDispute.run(news, paymentId);
    await this.transactor.run((tx) => this.parts.calls.conclude(tx, subjectId, [word]));
  }
}
