// The roof: the list of modules, and nothing else.
import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChatModule } from './chat/index.js';
import { applicationOptions } from './data-source.js';
import { DemoController } from './demo.controller.js';
import { FinanceModule } from './finance/index.js';
import { FraudModule } from './fraud/index.js';
import { IdentityModule } from './identity/index.js';
import { LedgerModule } from './ledger/index.js';
import { PaymentsModule } from './payments/index.js';
import { PublicConfigController } from './public-config.controller.js';
import type { Config } from './shared/config.js';
import { SharedModule } from './shared/shared.module.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      controllers: [PublicConfigController, DemoController],
      imports: [
        TypeOrmModule.forRoot(applicationOptions(config.databaseUrl, config.databasePoolMax)),
        SharedModule.with(config),
        IdentityModule,
        LedgerModule,
        ChatModule,
        FraudModule,
        PaymentsModule,
        FinanceModule,
      ],
    };
  }
}
