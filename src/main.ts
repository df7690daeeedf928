// Starts one server process: reads the configuration, builds the application, listens.
import 'reflect-metadata';
import { createApp } from './app.js';
import { seedDemo } from './demo.js';
import { readConfig } from './shared/config.js';

try {
  const config = readConfig();
  const app = await createApp(config);
  app.enableShutdownHooks();
  await app.init();
  if (config.demo) await seedDemo(app);
  await app.listen(config.port, config.host);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
