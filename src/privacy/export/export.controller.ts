// A person's own data over HTTP, as a file.
import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { StepUp } from '../../identity/index.js';
import { Allowances } from '../../shared/allowances.js';
import { type Actor, AnyRole, CurrentActor } from '../../shared/http.js';
import { ExportData } from './export-data.js';

const A_DAY = { points: 3, seconds: 86_400 };

@ApiTags('security')
@AnyRole()
@Controller('v1/account')
export class ExportController {
  constructor(
    private readonly data: ExportData,
    private readonly allowances: Allowances,
  ) {}

  @StepUp()
  @Get('export')
  @ApiOperation({ summary: 'Everything of mine as one JSON file, three times a day' })
  @ApiProduces('application/json')
  async export(@CurrentActor() { personId }: Actor, @Res() reply: FastifyReply): Promise<void> {
    await this.allowances.spend('export', personId, A_DAY);
    void reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('content-disposition', 'attachment; filename="tenner-my-data.json"')
      .header('cache-control', 'no-store')
      // A fault on the way cuts the connection, so that nobody takes a part for the whole.
      .send(Readable.from(this.data.of(personId)));
  }
}
