// Setting a mid-market rate takes two people of finance: one says what it is, where that was read and how
// long it holds; another approves it, and from then on it is the one that counts.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { refusals } from '../../shared/refusal.js';
import { refuseCurrency } from '../trust/payee.js';
import type { RateBody } from './contract.js';
import { refuseExchange } from './price.js';
import { decideRate, findRate, insertRate, type Rate } from './rate-table.js';

export const refuseRate = refusals({
  rate_unknown: { kind: 'missing', title: 'There is no such rate.' },
  rate_decided: { kind: 'conflict', title: 'This rate was already decided.' },
  rate_approver_needed: {
    kind: 'forbidden',
    title: 'Somebody else must decide about a rate that you proposed.',
  },
  rate_malformed: { kind: 'invalid', title: 'That is not a rate.' },
  rate_validity_wrong: {
    kind: 'invalid',
    title: 'A rate was read by now, and holds for at most a week from then on.',
  },
  rate_over: { kind: 'conflict', title: 'This rate is over already. Please propose a newer one.' },
});

const PLAIN = /^(0|[1-9]\d{0,11})(\.\d{1,12})?$/;
const WEEK_MS = 7 * 86_400_000;

@Injectable()
export class SetRates {
  constructor(
    private readonly transactor: Transactor,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Refuses what is no rate of two currencies that are offered, or does not hold now. */
  async propose(personId: string, body: RateBody): Promise<Rate> {
    const { base, counter, rate, source } = body;
    const { currencies } = this.config;
    if (![base, counter].every((code) => currencies.includes(code))) {
      throw refuseCurrency(currencies);
    }
    if (base === counter) throw refuseExchange('exchange_same_currency');
    if (!PLAIN.test(rate) || /^[0.]+$/.test(rate)) throw refuseRate('rate_malformed');
    const at = this.clock.now();
    const [quotedAt, validUntil] = [new Date(body.quotedAt), new Date(body.validUntil)];
    const tooLong = validUntil.getTime() - quotedAt.getTime() > WEEK_MS;
    if (quotedAt > at || validUntil <= at || tooLong) throw refuseRate('rate_validity_wrong');
    const proposed: Rate = {
      ...{ id: newId('rat'), base, counter, rate, source, quotedAt, validUntil },
      ...{ state: 'proposed', proposedBy: personId, proposedAt: at },
      ...{ decidedBy: null, decidedAt: null },
    };
    await this.transactor.run((tx) => insertRate(tx, proposed));
    return proposed;
  }

  /** Refuses `rate_unknown`, `rate_decided`, `rate_over`, and whoever proposed it. */
  async decide(personId: string, rateId: string, state: 'approved' | 'declined'): Promise<Rate> {
    return this.transactor.run(async (tx) => {
      const found = await findRate(tx, rateId);
      if (found === undefined) throw refuseRate('rate_unknown');
      if (found.proposedBy === personId) throw refuseRate('rate_approver_needed');
      const at = this.clock.now();
      const over = state === 'approved' && found.validUntil <= at;
      if (over && found.state === 'proposed') throw refuseRate('rate_over');
      const decided = await decideRate(tx, rateId, state, personId, at);
      if (decided === undefined) throw refuseRate('rate_decided');
      return decided;
    });
  }
}
