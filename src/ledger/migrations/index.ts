// The ledger's migrations, for whoever brings a database up to date. They run in the order of the
// times in their names, among those of the other rooms.
import { Ledger1764000001000 } from './1764000001000-ledger.js';
import { Limits1764000006000 } from './1764000006000-limits.js';
import { Seals1764000007000 } from './1764000007000-seals.js';
import { Owing1764000008500 } from './1764000008500-owing.js';

export const LEDGER_MIGRATIONS = [
  Ledger1764000001000,
  Limits1764000006000,
  Seals1764000007000,
  Owing1764000008500,
];
