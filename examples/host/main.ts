// Starts the example: brings the database up to date, builds the product, listens. Its settings are
// those of the payments module, from the environment.
import 'reflect-metadata';
import { readConfig } from 'tenner';
import { createHost } from './host.js';
import { prepareDatabase } from './schema.js';

const config = readConfig();
await prepareDatabase(process.env.DATABASE_OWNER_URL ?? config.databaseUrl);
const app = await createHost(config);
app.enableShutdownHooks();
await app.listen(config.port, config.host);
process.stdout.write(`the host listens on ${config.publicUrl}\n`);
