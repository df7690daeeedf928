import { Module } from '@nestjs/common';
import { ExportController } from './export/export.controller.js';
import { ExportData } from './export/export-data.js';

@Module({ controllers: [ExportController], providers: [ExportData] })
export class PrivacyModule {}
