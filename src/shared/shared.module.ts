// The one global module: what every floor above stands on.
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Allowances } from './allowances.js';
import { Clock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { Transactor } from './database.js';
import { HealthController } from './health.controller.js';
import { Outbox } from './outbox.js';
import { ProblemsController } from './problems.controller.js';
import { Vault } from './vault.js';

@Global()
@Module({})
export class SharedModule {
  static with(config: Config): DynamicModule {
    return {
      module: SharedModule,
      controllers: [HealthController, ProblemsController],
      providers: [
        Allowances,
        Clock,
        Transactor,
        Outbox,
        Vault,
        { provide: CONFIG, useValue: config },
      ],
      exports: [Allowances, Clock, Transactor, Outbox, Vault, CONFIG],
    };
  }
}
