// "I did not mean to send that": the payer asks for a payment back, whoever was paid returns or keeps it,
// and what they keep, or say nothing about, a person decides.
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../shared/database.js';
import type { Answer } from '../../../shared/idempotency.js';
import { newId } from '../../../shared/ids.js';
import { openCase } from '../cases/case-store.js';
import { type ContestCommand, ContestParts, refuseUnlessThere } from '../contest-parts.js';
import type { AskBackReason } from '../contract.js';
import { refuseContest } from '../refusals.js';
import { daysAfter } from '../times.js';
import {
  type AskBack,
  ASK_BACKS_MAX,
  askBacksOf,
  findAskBack,
  insertAskBack,
  isAskBackOpen,
  storeAskBack,
} from './ask-back-store.js';

export interface AskBackCommand extends ContestCommand {
  readonly reason: AskBackReason;
  readonly words: string | null;
}

export type AnswerCommand = Omit<ContestCommand, 'paymentId'> & {
  readonly askBackId: string;
  readonly words: string;
};

@Injectable()
export class AskBackMoney {
  constructor(private readonly parts: ContestParts) {}

  /** The payer asks. */
  ask(command: AskBackCommand): Promise<Answer> {
    return this.parts.once(command, 'payer', async (tx, payment) => {
      refuseUnlessThere(payment);
      const [last] = await askBacksOf(tx, payment.id);
      if (last !== undefined && isAskBackOpen(last)) throw refuseContest('ask_back_open');
      const number = (last?.number ?? 0) + 1;
      if (number > ASK_BACKS_MAX) throw refuseContest('ask_back_too_often');
      const { reason, words, at } = command;
      const asked: AskBack = {
        id: newId('abk'),
        paymentId: payment.id,
        number,
        reason,
        words,
        state: 'asked',
        answerBy: daysAfter(at, 'answerAskBack'),
        answeredAt: null,
        answerWords: null,
        escalateBy: null,
        createdAt: at,
        updatedAt: at,
      };
      await insertAskBack(tx, asked);
      return { to: 'payee', what: 'asked_back', about: asked.id };
    });
  }

  /** Whoever was paid keeps it, and says why. */
  async keep(command: AnswerCommand): Promise<Answer> {
    const paymentId = await this.paymentOf(command.askBackId);
    return this.parts.once({ ...command, paymentId }, 'payee', async (tx) => {
      const { at, words } = command;
      const asked = await newest(tx, command.askBackId, paymentId);
      if (asked.state !== 'asked' || asked.answerBy <= at) throw refuseContest('ask_back_over');
      await storeAskBack(tx, {
        ...asked,
        state: 'kept',
        answeredAt: at,
        answerWords: words,
        escalateBy: daysAfter(at, 'escalate'),
        updatedAt: at,
      });
      return { to: 'payer', what: 'kept', about: asked.id };
    });
  }

  /** The payer brings to a person what was kept, or not answered. */
  async escalate(command: AnswerCommand): Promise<Answer> {
    const paymentId = await this.paymentOf(command.askBackId);
    return this.parts.once({ ...command, paymentId }, 'payer', async (tx, payment) => {
      const { at, words, personId } = command;
      refuseUnlessThere(payment);
      const asked = await newest(tx, command.askBackId, paymentId);
      if (asked.state === 'asked') throw refuseContest('ask_back_not_yet');
      if (asked.escalateBy === null || asked.escalateBy <= at) throw refuseContest('ask_back_over');
      await storeAskBack(tx, { ...asked, state: 'escalated', escalateBy: null, updatedAt: at });
      await openCase(tx, {
        paymentId,
        kind: 'ask_back',
        subjectId: asked.id,
        number: 1,
        broughtBy: personId,
        words,
        dueBy: daysAfter(at, 'decide'),
        openedAt: at,
      });
      return { to: 'payee', what: 'escalated', about: asked.id };
    });
  }

  /** The time to answer has passed. */
  async lapse(tx: Tx, paymentId: string, at: Date): Promise<AskBack | undefined> {
    const [last] = await askBacksOf(tx, paymentId);
    if (last?.state !== 'asked' || last.answerBy > at) return undefined;
    const escalateBy = daysAfter(at, 'escalate');
    await storeAskBack(tx, { ...last, state: 'unanswered', escalateBy, updatedAt: at });
    return last;
  }

  private async paymentOf(askBackId: string): Promise<string> {
    const found = await findAskBack(this.parts.transactor.reader, askBackId);
    if (found === undefined) throw refuseContest('contest_payment_unknown');
    return found.paymentId;
  }
}

/** Only the newest one can be answered or brought to a person. The caller has locked the payment. */
async function newest(tx: Tx, id: string, paymentId: string): Promise<AskBack> {
  const [last] = await askBacksOf(tx, paymentId);
  if (last?.id !== id) throw refuseContest('ask_back_over');
  return last;
}
