// What a person can read about the money they added: one, the list of all, and how much more they may add.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor } from '../../shared/database.js';
import { formatMinor, majorToMinor } from '../../shared/money.js';
import { present } from '../../shared/refusal.js';
import { leftOf, limitsOf, mostOf, NOTHING_SENT, tierNow, type Window } from '../trust/limits.js';
import type { TopUpPage, TopUpTerms, TopUpView } from './contract.js';
import { added, findTopUps, topUpsOf } from './top-up-store.js';
import { topUpViews } from './top-up.view.js';
import { refuseTopUp } from './top-up.js';

@Injectable()
export class TopUps {
  constructor(
    private readonly transactor: Transactor,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** One of the person's top-ups. Refuses `top_up_unknown` for everybody else's too. */
  async one(personId: string, topUpId: string): Promise<TopUpView> {
    const { reader } = this.transactor;
    const [found] = await findTopUps(reader, [topUpId]);
    if (found?.personId !== personId) throw refuseTopUp('top_up_unknown');
    const [view] = await topUpViews(reader, [found]);
    return present(view, 'one top-up, one view');
  }

  /** The person's top-ups, newest first, in pages. */
  async page(personId: string, before: string | null, limit: number): Promise<TopUpPage> {
    const { reader } = this.transactor;
    const found = await topUpsOf(reader, personId, before, limit + 1);
    const shown = found.slice(0, limit);
    return {
      topUps: await topUpViews(reader, shown),
      next: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  }

  /** What the next top-up may carry, by currency. */
  async terms(personId: string): Promise<TopUpTerms[]> {
    const { currencies, limits: tables, topUp, maximumMajor } = this.config;
    const at = this.clock.now();
    const { known, sums } = await added(this.transactor.reader, personId, currencies, at);
    return currencies.map((currency) => {
      const limits = limitsOf(tables, tierNow(known), currency);
      const before = sums.get(currency) ?? NOTHING_SENT;
      const money = (minor: bigint): string => formatMinor(minor, currency);
      const window = (name: Window): { limit: string; left: string } => ({
        limit: money(limits[name]),
        left: money(leftOf(limits, before, name)),
      });
      return {
        currency,
        least: money(majorToMinor(topUp.minimumMajor[currency] ?? 1n, currency)),
        most: money(least(mostOf(limits, before), majorToMinor(maximumMajor, currency))),
        day: window('day'),
        week: window('week'),
        month: window('month'),
      };
    });
  }
}

const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
