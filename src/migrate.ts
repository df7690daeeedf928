// Brings the database up to this version. Runs as the schema's owner, before the application starts.
import 'reflect-metadata';
import { migrate } from './migrations.js';

const url = process.env.DATABASE_OWNER_URL ?? process.env.DATABASE_URL;
if (url === undefined) throw new Error('DATABASE_URL is missing');
for (const name of await migrate(url)) process.stdout.write(`migrated: ${name}\n`);
