// One's own PIN over HTTP. No answer ever says anything of its digits.
import { Body, Controller, Get, HttpCode, Put } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Matches, ValidateIf } from 'class-validator';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import type { PinView } from '../contract.js';
import { PIN_SHAPE } from '../dto.js';
import { StepUp } from '../holder.js';
import { Pins } from './pins.js';

class SetPinDto {
  @ApiProperty({ example: '739148', description: 'Six digits' })
  @Matches(PIN_SHAPE, { message: 'pin must be six digits' })
  pin!: string;

  @ApiPropertyOptional({ description: 'The PIN that is replaced, when there is one' })
  @ValidateIf(({ current }: SetPinDto) => current !== undefined)
  @Matches(PIN_SHAPE, { message: 'current must be six digits' })
  current?: string;
}

@ApiTags('security')
@Controller('v1/pin')
export class PinController {
  constructor(
    private readonly pins: Pins,
    private readonly transactor: Transactor,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether I have a PIN, and whether it is locked' })
  async state(@CurrentActor() actor: Actor): Promise<PinView> {
    const state = await this.pins.stateOf(this.transactor.reader, actor.personId);
    return {
      set: state !== undefined,
      changedAt: state?.changedAt.toISOString() ?? null,
      lockedUntil: state?.lockedUntil?.toISOString() ?? null,
      recoveryNeeded: state?.spent ?? false,
    };
  }

  @StepUp()
  @Put()
  @HttpCode(204)
  @ApiOperation({ summary: 'Set my PIN, or change it by giving the current one' })
  set(@CurrentActor() actor: Actor, @Body() { pin, current }: SetPinDto): Promise<void> {
    return this.pins.set(actor.personId, pin, current);
  }
}
