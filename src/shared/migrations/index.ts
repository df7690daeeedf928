// The migrations of the ground floor; see those of the ledger for when they run.
import { Shared1764000000000 } from './1764000000000-shared.js';
import { People1764000010000 } from './1764000010000-people.js';

export const SHARED_MIGRATIONS = [Shared1764000000000, People1764000010000];
