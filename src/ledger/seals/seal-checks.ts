// What must always be true of positions, seals and snapshots. Hashes and signatures are recomputed
// from the rows, seal by seal, so that the books' size does not matter.
import type { AuditCheck, AuditFinding } from '../../shared/audit.js';
import { type Database, rows } from '../../shared/database.js';
import { entryHash } from './canonical.js';
import { leafHash, merkleRoot } from './merkle.js';
import { isSignedBy, NO_SEAL, sealHash } from './seal.js';
import { sealsFrom, signingKeys, type StoredSeal } from './seal-store.js';
import { entriesBetween, entriesWaiting, type StoredEntry } from './stored-entries.js';

const PAGE = 1000n;
const SEALS_PAGE = 100;

export const POSITION_CHECKS: readonly AuditCheck[] = [
  {
    name: 'V11',
    statement:
      'Every entry has one position or waits for it; positions run 1, 2, 3… and seals cover them.',
    count: 'SELECT count(*) AS checked FROM ledger.entries',
    differences: `
      SELECT difference FROM (
        SELECT format('%s: %s positions, waits %s times, %s entries of that id', id, sum(positions),
                      sum(waits), sum(entries)) AS difference
          FROM (SELECT id, 1 AS entries, 0 AS positions, 0 AS waits FROM ledger.entries
                UNION ALL SELECT entry_id, 0, 1, 0 FROM ledger.positions
                UNION ALL SELECT i.id, 0, 0, 1 FROM ledger.unsealed u, UNNEST(u.entry_ids) AS i (id)) x
         GROUP BY id HAVING sum(entries) <> 1 OR sum(positions) + sum(waits) <> 1
        UNION ALL
        SELECT format('position %s follows position %s', position, before)
          FROM (SELECT position, coalesce(lag(position) OVER (ORDER BY position), 0) AS before
                  FROM ledger.positions) p
         WHERE position <> before + 1
        UNION ALL
        SELECT format('seal %s from position %s follows seal %s to position %s', number,
                      first_position, number_before, last_before)
          FROM (SELECT number, first_position, coalesce(lag(number) OVER w, 0) AS number_before,
                       coalesce(lag(last_position) OVER w, 0) AS last_before
                  FROM ledger.seals WINDOW w AS (ORDER BY number)) s
         WHERE number <> number_before + 1 OR first_position <> last_before + 1
        UNION ALL
        SELECT format('positions up to %s, seals up to %s', p.last, s.last)
          FROM (SELECT coalesce(max(position), 0) AS last FROM ledger.positions) p,
               (SELECT coalesce(max(last_position), 0) AS last FROM ledger.seals) s
         WHERE p.last <> s.last) x`,
  },
];

/** Recomputes every seal, and then every snapshot. */
export async function sealedFinding(db: Database): Promise<AuditFinding> {
  const sealed = await recomputeSeals(db);
  if (sealed.difference !== null) return sealed;
  return { checked: sealed.checked, difference: await firstSnapshotFault(db) };
}

async function recomputeSeals(db: Database): Promise<AuditFinding> {
  const keys = await signingKeys(db);
  let checked = 0;
  let before: StoredSeal | undefined;
  for (let number = 1n; ;) {
    const seals = await sealsFrom(db, number, SEALS_PAGE);
    for (const seal of seals) {
      checked += Number(seal.lastPosition - seal.firstPosition) + 1;
      const difference =
        (await entriesFault(db, seal)) ?? sealFault(seal, before, keys.get(seal.keyId));
      if (difference !== undefined) return { checked, difference };
      before = seal;
    }
    const last = seals.at(-1);
    if (last === undefined) break;
    number = last.number + 1n;
  }
  const waiting = await entriesWaiting(db);
  const edited = waiting.find((entry) => !isWhole(entry));
  return {
    checked: checked + waiting.length,
    difference: edited === undefined ? null : `${edited.id}: its fields do not give its hash`,
  };
}

async function entriesFault(db: Database, seal: StoredSeal): Promise<string | undefined> {
  const leaves: Buffer[] = [];
  for (let start = seal.firstPosition; start <= seal.lastPosition; start += PAGE) {
    const end = start + PAGE - 1n < seal.lastPosition ? start + PAGE - 1n : seal.lastPosition;
    for (const entry of await entriesBetween(db, start, end)) {
      const position = String(entry.position);
      if (!isWhole(entry)) return `${entry.id} at ${position}: its fields do not give its hash`;
      leaves.push(leafHash(entry.position ?? 0n, entry.hash));
    }
  }
  const same = leaves.length > 0 && merkleRoot(leaves).equals(seal.root);
  return same ? undefined : `seal ${String(seal.number)}: its entries do not give its root`;
}

function sealFault(
  seal: StoredSeal,
  before: StoredSeal | undefined,
  key: Buffer | undefined,
): string | undefined {
  const name = `seal ${String(seal.number)}`;
  if (!sealHash(seal).equals(seal.hash)) return `${name}: its fields do not give its hash`;
  if (!seal.previousHash.equals(before?.hash ?? NO_SEAL)) return `${name} follows another seal`;
  const signed = key !== undefined && isSignedBy(seal.hash, seal.signature, key);
  return signed ? undefined : `${name}: the signature is not good`;
}

const isWhole = (entry: StoredEntry): boolean =>
  entry.lines.length === entry.lineCount && entryHash(entry) === entry.hash.toString('hex');

// One pass over all lines of append-only accounts; and where the seals say that snapshots are
// complete, none may be missing.
const SNAPSHOT_FAULTS = `
  WITH change AS (
    SELECT l.account_id, p.position,
           sum(CASE WHEN l.side = a.normal_side THEN l.amount ELSE -l.amount END) AS amount
      FROM ledger.positions p
      JOIN ledger.lines l ON l.entry_id = p.entry_id
      JOIN ledger.accounts a ON a.id = l.account_id AND a.append_only
     GROUP BY l.account_id, p.position
  )
  SELECT format('%s: snapshot at %s says %s, its lines say %s', account_id, position, balance, total)
         AS difference
    FROM (SELECT account_id, position, balance,
                 coalesce(sum(amount) OVER (PARTITION BY account_id ORDER BY position), 0) AS total
            FROM (SELECT account_id, position, amount, NULL AS balance FROM change
                  UNION ALL
                  SELECT account_id, position, 0, balance FROM ledger.snapshots) x) y
   WHERE balance <> total
  UNION ALL
  SELECT format('%s: no snapshot at %s', c.account_id, s.due)
    FROM change c
   CROSS JOIN LATERAL (SELECT min(snapshot_position) AS due FROM ledger.seals
                        WHERE snapshot_position >= c.position) s
   WHERE s.due IS NOT NULL
     AND NOT EXISTS (SELECT FROM ledger.snapshots n
                      WHERE n.account_id = c.account_id AND n.position = s.due)
  LIMIT 1`;

async function firstSnapshotFault(db: Database): Promise<string | null> {
  const [fault] = await rows<{ difference: string }>(db, SNAPSHOT_FAULTS);
  return fault?.difference ?? null;
}
