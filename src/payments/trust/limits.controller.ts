// What a person may still send, over HTTP: known before an amount is typed.
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import { formatMinor } from '../../shared/money.js';
import type { CurrencyLimits, LimitsView } from './contract.js';
import {
  type Known,
  leftOf,
  limitsOf,
  mostOf,
  nextStep,
  tierAbove,
  tierNow,
  type Window,
} from './limits.js';
import { type Standing, standingsNow } from './standing-store.js';

@ApiTags('payments')
@Controller('v1/limits')
export class LimitsController {
  constructor(
    private readonly transactor: Transactor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How much I may send, and what remains of it' })
  async read(@CurrentActor() { personId }: Actor): Promise<LimitsView> {
    const { currencies } = this.config;
    // Whom it goes to does not matter to a limit.
    const pairs = currencies.map((currency) => ({
      payerId: personId,
      payeeId: personId,
      currency,
    }));
    const found = await standingsNow(this.transactor.reader, pairs);
    const [first] = pairs;
    const known: Known = first === undefined ? { tier: 'new', coolingOff: false } : found.of(first);
    const { tier, coolingOff } = known;
    const step = nextStep(known);
    const next = coolingOff ? tier : (tierAbove(tier) ?? tier);
    return {
      tier,
      next: step === null ? null : { tier: next, step },
      currencies: pairs.map((pair) => this.view(pair.currency, found.of(pair))),
    };
  }

  private view(currency: string, standing: Standing): CurrencyLimits {
    const { sent } = standing;
    const limits = limitsOf(this.config.limits, tierNow(standing), currency);
    const money = (minor: bigint): string => formatMinor(minor, currency);
    const window = (name: Window): { limit: string; left: string } => ({
      limit: money(limits[name]),
      left: money(leftOf(limits, sent, name)),
    });
    return {
      currency,
      perPayment: money(limits.payment),
      day: window('day'),
      week: window('week'),
      month: window('month'),
      most: money(mostOf(limits, sent)),
    };
  }
}
