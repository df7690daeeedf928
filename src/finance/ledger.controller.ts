// What the books show to everybody: how far they have come, signed. Whoever keeps a copy can prove
// later that a seal was exchanged or the tail of the books cut off.
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type LedgerHeadView, Receipts } from '../ledger/index.js';
import { Public } from '../shared/http.js';

@ApiTags('ledger')
@Public()
@Controller('v1/ledger')
export class LedgerController {
  constructor(private readonly receipts: Receipts) {}

  @Get('head')
  @ApiOperation({ summary: 'The newest seal of the books, with its signature and public key' })
  head(): Promise<LedgerHeadView> {
    return this.receipts.head();
  }
}
