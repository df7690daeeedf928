// What a person chose about their payments, over HTTP.
import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsIn } from 'class-validator';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, rows, Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import type { UndoSeconds } from '../contract.js';
import { UNDO_SECONDS } from '../trust/wait-times.js';
import type { PaymentSettingsView } from './contract.js';

class PaymentSettingsDto {
  @ApiProperty({ enum: UNDO_SECONDS, description: '0 is not at all' })
  @IsIn(UNDO_SECONDS)
  undoSeconds!: UndoSeconds;

  @ApiProperty({ description: 'Be asked before a payment is mine' })
  @IsBoolean()
  acceptEach!: boolean;
}

@ApiTags('payments')
@Controller('v1/payment-settings')
export class PaymentSettingsController {
  constructor(
    private readonly transactor: Transactor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  @ApiOperation({ summary: 'For how long I can undo, and whether I accept each payment' })
  read(@CurrentActor() { personId }: Actor): Promise<PaymentSettingsView> {
    return this.settings(this.transactor.reader, personId);
  }

  @Put()
  @ApiOperation({ summary: 'Choose both; payments under way keep what they began with' })
  write(
    @CurrentActor() { personId }: Actor,
    @Body() { undoSeconds, acceptEach }: PaymentSettingsDto,
  ): Promise<PaymentSettingsView> {
    return this.transactor.run(async (tx) => {
      await tx.query(
        `INSERT INTO payments.settings (person_id, undo_seconds, accept_each) VALUES ($1, $2, $3)
         ON CONFLICT ON CONSTRAINT settings_pk DO UPDATE SET undo_seconds = $2, accept_each = $3`,
        [personId, undoSeconds, acceptEach],
      );
      return this.settings(tx, personId);
    });
  }

  private async settings(db: Database, personId: string): Promise<PaymentSettingsView> {
    const [chosen] = await rows<{ undoSeconds: UndoSeconds | null; acceptEach: boolean }>(
      db,
      `SELECT undo_seconds AS "undoSeconds", accept_each AS "acceptEach"
         FROM payments.settings WHERE person_id = $1`,
      [personId],
    );
    const undoSeconds = chosen?.undoSeconds ?? (this.config.waits.undoSeconds as UndoSeconds);
    return { undoSeconds, acceptEach: chosen?.acceptEach ?? false };
  }
}
