// The payer of a payment that a reviewer rejected appeals it, once; another person answers.
import { Injectable } from '@nestjs/common';
import type { Answer } from '../../../shared/idempotency.js';
import { type ContestCommand, ContestParts } from '../contest-parts.js';
import { refuseContest } from '../refusals.js';
import { daysAfter } from '../times.js';
import { casesOf, openCase } from './case-store.js';
import { rejectedAt } from './rejections.js';

@Injectable()
export class AppealRejection {
  constructor(private readonly parts: ContestParts) {}

  run(command: ContestCommand & { readonly words: string }): Promise<Answer> {
    return this.parts.once(command, 'payer', async (tx, payment) => {
      const { at, words, personId } = command;
      const rejected = await rejectedAt(tx, payment.id);
      if (payment.state !== 'rejected' || rejected === undefined) {
        throw refuseContest('appeal_not_rejected');
      }
      const earlier = await casesOf(tx, [payment.id]);
      if (earlier.some(({ kind }) => kind === 'rejection')) throw refuseContest('appeal_exists');
      if (daysAfter(rejected, 'appealRejection') <= at) throw refuseContest('appeal_too_late');
      await openCase(tx, {
        paymentId: payment.id,
        kind: 'rejection',
        subjectId: payment.id,
        number: 1,
        broughtBy: personId,
        words,
        dueBy: daysAfter(at, 'decide'),
        openedAt: at,
      });
      return null;
    });
  }
}
