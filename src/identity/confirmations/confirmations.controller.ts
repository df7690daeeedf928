// Saying yes over HTTP. A confirmation begins where the thing to confirm is asked for (a payment, for
// example); here its owner proves it.
import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { IsObject, Matches } from 'class-validator';
import { type Actor, CurrentActor } from '../../shared/http.js';
import { Confirmations } from './confirmations.js';
import { PIN_SHAPE } from '../dto.js';

class PinProofDto {
  @ApiProperty({ example: '739148' })
  @Matches(PIN_SHAPE, { message: 'pin must be six digits' })
  pin!: string;
}

class PasskeyProofDto {
  @ApiProperty({ type: Object, description: "The browser's AuthenticationResponseJSON" })
  @IsObject()
  response!: AuthenticationResponseJSON;
}

@ApiTags('security')
@Controller('v1/confirmations/:confirmationId')
export class ConfirmationsController {
  constructor(private readonly confirmations: Confirmations) {}

  @Post('pin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Confirm with my PIN' })
  withPin(
    @CurrentActor() { personId }: Actor,
    @Param('confirmationId') id: string,
    @Body() { pin }: PinProofDto,
  ): Promise<void> {
    return this.confirmations.prove(personId, id, { pin });
  }

  @Post('passkey')
  @HttpCode(204)
  @ApiOperation({ summary: 'Confirm with my passkey' })
  withPasskey(
    @CurrentActor() { personId }: Actor,
    @Param('confirmationId') id: string,
    @Body() { response }: PasskeyProofDto,
  ): Promise<void> {
    return this.confirmations.prove(personId, id, { passkey: response });
  }
}
