// A small product with users and conversations of its own, in which people send each other money.
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Config, PaymentsModule, preparePayments } from 'tenner';
import { ConversationsController } from './conversations.controller.js';
import { HostThreads } from './host-threads.js';
import { HostDatabase, hostUsers, Users } from './users.js';

@Module({ controllers: [ConversationsController], providers: [Users] })
class HostModule {
  static with(config: Config): DynamicModule {
    const database = new HostDatabase({ connectionString: config.databaseUrl });
    return {
      module: HostModule,
      imports: [
        PaymentsModule.register({
          config: { ...config, hostUsers },
          threads: { useClass: HostThreads },
        }),
      ],
      providers: [{ provide: HostDatabase, useValue: database }],
    };
  }
}

/** The product, ready to listen. `rawBody` lets the module check the processor's signatures. */
export async function createHost(config: Config): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    HostModule.with(config),
    new FastifyAdapter(),
    { rawBody: true, abortOnError: false, logger: ['error', 'warn'] },
  );
  await preparePayments(app);
  return app;
}
