import { Module } from '@nestjs/common';
import { ChatModule } from '../chat/index.js';
import { PaymentsModule } from '../payments/index.js';
import { ErasePeople, EraseParts } from './erasure/erase-people.js';
import { ErasureController } from './erasure/erasure.controller.js';
import { Erasures } from './erasure/erasures.js';
import { ExportController } from './export/export.controller.js';
import { ExportData } from './export/export-data.js';

@Module({
  imports: [ChatModule, PaymentsModule],
  controllers: [ExportController, ErasureController],
  providers: [ExportData, Erasures, EraseParts, ErasePeople],
})
export class PrivacyModule {}
