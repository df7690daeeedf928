// The migrations of finance; see those of the ledger for when they run.
import { Readers1764000007500 } from './1764000007500-readers.js';
import { Finance1764000008000 } from './1764000008000-finance.js';

export const FINANCE_MIGRATIONS = [Readers1764000007500, Finance1764000008000];
