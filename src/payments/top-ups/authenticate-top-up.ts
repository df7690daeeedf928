// The card's bank wants to hear from whoever adds money. Their browser gets what it needs to ask them, each
// time afresh, so that it works again after a reload; what came of it is asked of the processor.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Transactor } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import type { AuthenticationView } from '../contract.js';
import { findCharge } from '../funding/charge-store.js';
import { ProcessorCharges } from '../processor/charges.js';
import { Sweeper } from '../sweep/sweeper.js';
import type { TopUpView } from './contract.js';
import { TopUpCalls } from './top-up-calls.js';
import { lockTopUp, unansweredTopUps } from './top-up-store.js';
import { TopUps } from './top-ups.js';
import { refuseTopUp } from './top-up.js';

const EXPIRED_MAX = 20;

/** The ways to the processor that this verb takes. */
@Injectable()
export class TopUpAuthenticationParts {
  constructor(
    readonly charges: ProcessorCharges,
    readonly topUpCalls: TopUpCalls,
    readonly calls: ProcessorCalls,
    readonly sweeper: Sweeper,
  ) {}
}

@Injectable()
export class AuthenticateTopUp implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: TopUpAuthenticationParts,
    private readonly topUps: TopUps,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.parts.sweeper.add('ending authentications of top-ups', () => this.expire());
  }

  /** What the person's browser needs. Refuses `top_up_unknown` and `top_up_not_asked`. */
  async begin(personId: string, topUpId: string): Promise<AuthenticationView> {
    const { authenticateBy } = await this.asked(personId, topUpId);
    const charge = await findCharge(this.transactor.reader, topUpId);
    const { intentId } = present(charge, 'a top-up being authenticated has an intent');
    const clientSecret = await this.parts.charges.clientSecret(intentId);
    if (clientSecret === undefined) {
      // The bank has its answer already, and only the news of it is missing.
      await this.parts.topUpCalls.bring(intentId);
      throw refuseTopUp('top_up_not_asked');
    }
    return { clientSecret, authenticateBy: present(authenticateBy, 'a deadline') };
  }

  /** What became of it, after the browser is done. Refuses `top_up_unknown`. */
  async finish(personId: string, topUpId: string): Promise<TopUpView> {
    const { state } = await this.topUps.one(personId, topUpId);
    const charge = await findCharge(this.transactor.reader, topUpId);
    if (state === 'authenticating' && charge !== undefined) {
      await this.parts.topUpCalls.bring(charge.intentId);
    }
    return this.topUps.one(personId, topUpId);
  }

  /** The person gives up. Refuses `top_up_unknown` and `top_up_not_asked`. */
  async cancel(personId: string, topUpId: string): Promise<TopUpView> {
    await this.asked(personId, topUpId);
    const { calls, topUpCalls } = this.parts;
    const cancel = { subjectId: topUpId, leg: 'top_up_cancel' };
    await this.transactor.run(async (tx) => {
      const topUp = await lockTopUp(tx, topUpId);
      if (topUp?.state !== 'authenticating' || (await calls.intended(tx, cancel))) return;
      await calls.intend(tx, [cancel]);
    });
    await topUpCalls.ask(topUpId, 'top_up_cancel');
    return this.topUps.one(personId, topUpId);
  }

  /** Gives up those whose time is over. */
  async expire(): Promise<void> {
    await this.transactor.run(async (tx) => {
      for (const id of await unansweredTopUps(tx, this.clock.now(), EXPIRED_MAX)) {
        await this.parts.calls.intendNow(tx, { subjectId: id, leg: 'top_up_cancel' });
      }
    });
  }

  private async asked(personId: string, topUpId: string): Promise<TopUpView> {
    const topUp = await this.topUps.one(personId, topUpId);
    if (topUp.state !== 'authenticating') throw refuseTopUp('top_up_not_asked');
    return topUp;
  }
}
