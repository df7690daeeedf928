// A second process of the application, as far as the database can tell: its own pool, its own
// batches, its own memory, on the same database and the same processor as the world's.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/app.js';
import { CONFIG, type Config } from '../../src/shared/config.js';
import type { World } from './world.js';

/** Starts it on a free port. The caller closes it. */
export async function secondApp(world: World): Promise<NestFastifyApplication> {
  const app = await createApp(world.app.get<symbol, Config>(CONFIG));
  await app.listen(0, '127.0.0.1');
  return app;
}
