// The whole of it as one module of another NestJS application. Our own application is one such: it
// registers the same module. A product that embeds it keeps its users (they come in by its tokens)
// and, if it wants, its threads: it names a class that answers for them.
import {
  type DynamicModule,
  Global,
  Module,
  type ModuleMetadata,
  type Provider,
  type Type,
} from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ChatModule, ChatThreads } from './chat/index.js';
import { applicationOptions } from './data-source.js';
import { FinanceModule } from './finance/index.js';
import { FraudModule } from './fraud/index.js';
import { IdentityModule } from './identity/index.js';
import { LedgerModule } from './ledger/index.js';
import { NotificationsModule } from './notifications/index.js';
import { PaymentsModule as PaymentsRoom } from './payments/index.js';
import { PlatformModule } from './platform/index.js';
import { PrivacyModule } from './privacy/index.js';
import { CONFIG, type Config } from './shared/config.js';
import { DATABASE } from './shared/database.js';
import { MoneyThreads } from './shared/money-threads.js';
import { ownRoutes } from './shared/own-routes.js';
import { type ConfigSource, SharedModule } from './shared/shared.module.js';

const ROOMS = [
  IdentityModule,
  LedgerModule,
  ChatModule,
  FraudModule,
  PaymentsRoom,
  FinanceModule,
  PlatformModule,
  PrivacyModule,
  NotificationsModule,
];
ownRoutes(SharedModule, ...ROOMS);

/** Who keeps the threads in which money is sent. */
export interface OwnThreads extends Pick<ModuleMetadata, 'imports'> {
  /** Answers for them; Nest makes it, with what `imports` export. */
  readonly useClass: Type<MoneyThreads>;
}

export interface PaymentsOptions {
  /** Everything that can be set; `readConfig()` reads it from the environment. */
  readonly config: Config;
  /** Threads of your own; without it, ours. */
  readonly threads?: OwnThreads;
}

export interface PaymentsAsyncOptions extends ConfigSource {
  readonly threads?: OwnThreads;
}

@Global()
@Module({})
class ThreadsModule {
  static with(threads: OwnThreads | undefined): DynamicModule {
    const provider: Provider =
      threads === undefined
        ? { provide: MoneyThreads, useExisting: ChatThreads }
        : { provide: MoneyThreads, useClass: threads.useClass };
    return {
      module: ThreadsModule,
      imports: [ChatModule, ...(threads?.imports ?? [])],
      providers: [provider],
      exports: [MoneyThreads],
    };
  }
}

@Module({})
export class PaymentsModule {
  /** Money in conversations, as a module of your application. */
  static register({ config, ...rest }: PaymentsOptions): DynamicModule {
    return PaymentsModule.registerAsync({ useFactory: () => config, ...rest });
  }

  /** The same, when the configuration comes from somewhere that must be waited for. */
  static registerAsync({ threads, ...source }: PaymentsAsyncOptions): DynamicModule {
    return {
      module: PaymentsModule,
      imports: [
        SharedModule.with(source),
        TypeOrmModule.forRootAsync({
          name: DATABASE,
          inject: [CONFIG],
          useFactory: (config: Config) =>
            applicationOptions(config.databaseUrl, config.databasePoolMax),
        }),
        ThreadsModule.with(threads),
        ...ROOMS,
      ],
    };
  }
}
