// Staff's word on who somebody is, over HTTP. It is on record with a name and a reason.
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor, RolesAllowed } from '../../shared/http.js';
import type { Tier } from '../../shared/limits-config.js';
import { refusals } from '../../shared/refusal.js';
import type { TierView } from '../contract.js';
import { RISK_ROLES } from '../roles.js';
import { raiseTier, tierOf } from './tiers.js';

const refuse = refusals({
  verification_person_unknown: { kind: 'missing', title: 'There is no such person.' },
  verification_own: { kind: 'forbidden', title: 'Nobody verifies themselves.' },
});

class VerificationDto {
  @ApiProperty({ description: 'How it was found out who they are', minLength: 3, maxLength: 500 })
  @IsString()
  @Length(3, 500)
  @Matches(/\S/, { message: 'reason must not be blank' })
  reason!: string;
}

@ApiTags('risk')
@RolesAllowed(...RISK_ROLES)
@Controller('v1/risk/people/:personId/verification')
export class TiersController {
  constructor(private readonly transactor: Transactor) {}

  @Get()
  @ApiOperation({ summary: 'How well we know this person' })
  async tier(@Param('personId') personId: string): Promise<TierView> {
    return this.view(personId, await tierOf(this.transactor.reader, personId));
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Say that we know who this person is, so that they may send more' })
  async verify(
    @CurrentActor() actor: Actor,
    @Param('personId') personId: string,
    @Body() { reason }: VerificationDto,
  ): Promise<TierView> {
    if (personId === actor.personId) throw refuse('verification_own');
    const tier = await this.transactor.run(async (tx) => {
      await raiseTier(tx, personId, 'verified', { by: actor.personId, reason });
      return tierOf(tx, personId);
    });
    return this.view(personId, tier);
  }

  private view(personId: string, tier: Tier | undefined): TierView {
    if (tier === undefined) throw refuse('verification_person_unknown');
    return { personId, tier };
  }
}
