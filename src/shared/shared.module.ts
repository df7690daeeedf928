// The one global module: what every floor above stands on.
import {
  type DynamicModule,
  type FactoryProvider,
  Global,
  Module,
  type ModuleMetadata,
} from '@nestjs/common';
import { Allowances } from './allowances.js';
import { Clock } from './clock.js';
import { CONFIG, type Config } from './config.js';
import { Transactor } from './database.js';
import { HealthController } from './health.controller.js';
import { Outbox } from './outbox.js';
import { ProblemsController } from './problems.controller.js';
import { Vault } from './vault.js';

/** Where the configuration comes from; it may have to wait for something. */
export interface ConfigSource extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  readonly useFactory: FactoryProvider<Config>['useFactory'];
}

@Global()
@Module({ controllers: [HealthController, ProblemsController] })
export class SharedModule {
  static with({ imports = [], inject = [], useFactory }: ConfigSource): DynamicModule {
    return {
      module: SharedModule,
      imports,
      providers: [
        Allowances,
        Clock,
        Transactor,
        Outbox,
        Vault,
        { provide: CONFIG, inject, useFactory },
      ],
      exports: [Allowances, Clock, Transactor, Outbox, Vault, CONFIG],
    };
  }
}
