// The books as JSON Lines, for whoever wants to recompute them without us: a header, then seal after
// seal its entries and the seal itself, each account before the first entry that uses it, and last
// the closings. It is read in pages, so its size does not matter. Whole seals only: the root of half
// a seal cannot be checked.
import { type Database, rows } from '../../shared/database.js';
import type { Side } from '../chart.js';
import type { ExportLine } from '../contract.js';
import { refuseLedger } from '../refusals.js';
import { toSealView } from './seal.js';
import { newestSeal, sealOver, sealsFrom, signingKeys, type StoredSeal } from './seal-store.js';
import { entriesBetween, type StoredEntry } from './stored-entries.js';
import { type ClosingRow, toClosingView, toEntryView, toLineView } from './views.js';

const PAGE = 1000n;
const SEALS_PAGE = 100;

export interface ExportRange {
  /** Positions; the seals they lie in are exported whole. */
  readonly from?: bigint;
  readonly to?: bigint;
}

/**
 * The export, line by line. `db` is a REPEATABLE READ transaction, so that all pages show the same
 * books. Refuses `export_range_unknown`, also when nothing is sealed yet.
 */
export async function* exportLedger(
  db: Database,
  { from, to }: ExportRange = {},
): AsyncGenerator<ExportLine> {
  const first = await sealOver(db, from ?? 1n);
  const last = to === undefined ? await newestSeal(db) : await sealOver(db, to);
  if (first === undefined || last === undefined || first.number > last.number) {
    throw refuseLedger('export_range_unknown');
  }
  const keys = await signingKeys(db);
  yield {
    type: 'header',
    format: 'tenner.export.v1',
    firstPosition: Number(first.firstPosition),
    lastPosition: Number(last.lastPosition),
    keys: [...keys].map(([id, key]) => ({ id, publicKey: key.toString('base64') })),
  };
  const known = new Set<string>();
  for (let number = first.number; number <= last.number;) {
    const seals = await sealsFrom(db, number, SEALS_PAGE);
    for (const seal of seals.filter((found) => found.number <= last.number)) {
      yield* entriesOf(db, seal, known);
      yield { type: 'seal', ...toSealView(seal) };
    }
    number += BigInt(SEALS_PAGE);
  }
  yield* closings(db, last.lastPosition);
}

async function* entriesOf(
  db: Database,
  { firstPosition, lastPosition }: StoredSeal,
  known: Set<string>,
): AsyncGenerator<ExportLine> {
  for (let start = firstPosition; start <= lastPosition; start += PAGE) {
    const end = start + PAGE - 1n < lastPosition ? start + PAGE - 1n : lastPosition;
    for (const entry of await pageOf(db, start, end, known)) yield entry;
  }
}

async function pageOf(
  db: Database,
  start: bigint,
  end: bigint,
  known: Set<string>,
): Promise<ExportLine[]> {
  const entries = await entriesBetween(db, start, end);
  const used = new Set(entries.flatMap(({ lines }) => lines.map(({ accountId }) => accountId)));
  const accounts = await accountLines(
    db,
    [...used].filter((id) => !known.has(id)),
  );
  return entries.flatMap((entry) => {
    const fresh = [...new Set(entry.lines.map(({ accountId }) => accountId))].filter(
      (id) => !known.has(id),
    );
    for (const id of fresh) known.add(id);
    return [...fresh.flatMap((id) => accounts.get(id) ?? []), toExportLine(entry)];
  });
}

async function accountLines(
  db: Database,
  ids: readonly string[],
): Promise<Map<string, ExportLine>> {
  const found = await rows<{ id: string; address: string; currency: string; side: Side | null }>(
    db,
    `SELECT id, address, currency, CASE WHEN NOT append_only THEN normal_side END AS side
       FROM ledger.accounts WHERE id = ANY($1)`,
    [ids],
  );
  return new Map(
    found.map(({ id, address, currency, side }) => [
      id,
      { type: 'account', id, address, currency, normalSide: side },
    ]),
  );
}

const toExportLine = (entry: StoredEntry): ExportLine => ({
  type: 'entry',
  position: Number(entry.position),
  ...toEntryView(entry),
  salt: entry.salt,
  hash: entry.hash.toString('hex'),
  lines: entry.lines.map((line) => ({
    ...toLineView(line),
    accountId: line.accountId,
    accountVersion: line.accountVersion === null ? null : Number(line.accountVersion),
    balanceAfter: line.balanceAfter?.toString() ?? null,
  })),
});

async function* closings(db: Database, upTo: bigint): AsyncGenerator<ExportLine> {
  const found = await rows<ClosingRow>(
    db,
    'SELECT * FROM ledger.closings WHERE position <= $1 ORDER BY number',
    [upTo.toString()],
  );
  for (const row of found) yield { type: 'closing', ...toClosingView(row) };
}
