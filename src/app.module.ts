// The roof of our own application: everything, and what only our own client asks.
import { type DynamicModule, Module } from '@nestjs/common';
import { PaymentsModule } from './embedding.js';
import { DemoController } from './demo.controller.js';
import { PublicConfigController } from './public-config.controller.js';
import type { Config } from './shared/config.js';
import { ownRoutes } from './shared/own-routes.js';

@Module({ controllers: [PublicConfigController, DemoController] })
export class AppModule {
  static with(config: Config): DynamicModule {
    return { module: AppModule, imports: [PaymentsModule.register({ config })] };
  }
}

ownRoutes(AppModule);
