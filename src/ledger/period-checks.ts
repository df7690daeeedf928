// What must always be true of closings: each follows the one before and is signed, and the trial
// balance of the time it closed, taken again, is the one that was closed.
import { type Database, rows } from '../shared/database.js';
import { balancesHash } from './periods.js';
import { trialBalance } from './reports/trial-balance.js';
import { closingHash } from './seals/closing.js';
import { isSignedBy, NO_SEAL } from './seals/seal.js';
import { signingKeys } from './seals/seal-store.js';
import { type ClosingRow, hashedClosing } from './seals/views.js';

/** The first closing that is not as it was, in words; null when all are. */
export async function firstClosingFault(db: Database): Promise<string | null> {
  const closings = await rows<ClosingRow>(db, 'SELECT * FROM ledger.closings ORDER BY number');
  const keys = await signingKeys(db);
  let before: Buffer = NO_SEAL;
  for (const row of closings) {
    const name = `closing ${String(row.number)}`;
    if (!row.previous_hash.equals(before)) return `${name} follows another closing`;
    if (!closingHash(hashedClosing(row)).equals(row.hash)) {
      return `${name}: its fields do not give its hash`;
    }
    const key = keys.get(row.key_id);
    if (key === undefined || !isSignedBy(row.hash, row.signature, key)) {
      return `${name}: the signature is not good`;
    }
    const position = BigInt(row.position);
    const sums = await trialBalance(db, { position, occurredBefore: row.through });
    if (!balancesHash(row.through, position, sums).equals(row.balances_hash)) {
      return `${name}: the trial balance of its time is another one now`;
    }
    before = row.hash;
  }
  return null;
}
