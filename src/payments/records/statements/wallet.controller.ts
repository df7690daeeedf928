// The wallet over HTTP: what a person has, and why.
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { CONFIG, type Config } from '../../../shared/config.js';
import { currencyCodes } from '../../../shared/currencies.js';
import { type Actor, CurrentActor } from '../../../shared/http.js';
import { PageQuery } from '../../../shared/page.query.js';
import { Activity } from '../activity.js';
import type { WalletExplanationView, WalletView } from '../../contract.js';
import { ExplainWallet } from './explain-wallet.js';

class WalletExplanationQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'EUR', description: 'The default currency unless given' })
  @IsOptional()
  @IsIn(currencyCodes())
  currency?: string;

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  before?: string;
}

@ApiTags('payments')
@Controller('v1/wallet')
export class WalletController {
  constructor(
    private readonly activity: Activity,
    private readonly explain: ExplainWallet,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What I have, what of it is held, and what I can spend' })
  wallet(@CurrentActor() actor: Actor): Promise<WalletView> {
    return this.activity.wallet(actor.personId);
  }

  @Get('explanation')
  @ApiOperation({ summary: 'Why I have it: each line, each amount set aside, nothing left over' })
  explanation(
    @CurrentActor() actor: Actor,
    @Query() query: WalletExplanationQuery,
  ): Promise<WalletExplanationView> {
    const currency = query.currency ?? this.config.currencies[0] ?? 'EUR';
    return this.explain.run(actor.personId, currency, query.before ?? null, query.limit ?? 30);
  }
}
