// Seals as rows, and the one function through which positions are given.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { Seal } from './seal.js';

export interface StoredSeal extends Seal {
  /** Up to where the snapshots of all append-only accounts are complete. */
  readonly snapshotPosition: bigint;
}

interface SealRow {
  number: string;
  first_position: string;
  last_position: string;
  root: Buffer;
  sealed_at: Date;
  previous_hash: Buffer;
  hash: Buffer;
  key_id: string;
  signature: Buffer;
  snapshot_position: string;
}

interface PositionRow {
  position: string;
  entry_id: string;
  hash: Buffer;
}

/** An entry's place in the books. */
export interface GivenPosition {
  readonly position: bigint;
  readonly entryId: string;
  readonly hash: Buffer;
}

/**
 * Gives positions to at most `limit` of the entries that wait, and answers them in order. Waits for
 * any other sealer, and keeps all others waiting until the transaction ends.
 */
export async function givePositions(tx: Tx, limit: number): Promise<GivenPosition[]> {
  const found = await rows<PositionRow>(
    tx,
    'SELECT position, entry_id, hash FROM ledger.give_positions($1)',
    [limit],
  );
  return found.map(toGiven);
}

/** The hashes of the entries with positions from `first` to `last`, in order. */
export async function hashesBetween(
  db: Database,
  first: bigint,
  last: bigint,
): Promise<GivenPosition[]> {
  const found = await rows<PositionRow>(
    db,
    `SELECT p.position, p.entry_id,
            (SELECT e.hash FROM ledger.entries e WHERE e.id = p.entry_id) AS hash
       FROM ledger.positions p
      WHERE p.position BETWEEN $1 AND $2 ORDER BY p.position`,
    [first.toString(), last.toString()],
  );
  return found.map(toGiven);
}

/** Seals from that number on, in order, at most `limit`. */
export async function sealsFrom(
  db: Database,
  number: bigint,
  limit: number,
): Promise<StoredSeal[]> {
  const found = await rows<SealRow>(
    db,
    'SELECT * FROM ledger.seals WHERE number >= $1 ORDER BY number LIMIT $2',
    [number.toString(), limit],
  );
  return found.map(toSeal);
}

export async function newestSeal(db: Database): Promise<StoredSeal | undefined> {
  const [row] = await rows<SealRow>(db, 'SELECT * FROM ledger.seals ORDER BY number DESC LIMIT 1');
  return row === undefined ? undefined : toSeal(row);
}

/** The seal over that position; undefined when it has none. */
export async function sealOver(db: Database, position: bigint): Promise<StoredSeal | undefined> {
  const [row] = await rows<SealRow>(
    db,
    'SELECT * FROM ledger.seals WHERE last_position >= $1 ORDER BY last_position LIMIT 1',
    [position.toString()],
  );
  const seal = row === undefined ? undefined : toSeal(row);
  return seal !== undefined && seal.firstPosition <= position ? seal : undefined;
}

export async function insertSeal(tx: Tx, seal: StoredSeal): Promise<void> {
  await tx.query(
    `INSERT INTO ledger.seals (number, first_position, last_position, root, sealed_at,
                               previous_hash, hash, key_id, signature, snapshot_position)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      seal.number.toString(),
      seal.firstPosition.toString(),
      seal.lastPosition.toString(),
      seal.root,
      seal.sealedAt.toISOString(),
      seal.previousHash,
      seal.hash,
      seal.keyId,
      seal.signature,
      seal.snapshotPosition.toString(),
    ],
  );
}

/** Every key that ever signed, by its id, in DER. */
export async function signingKeys(db: Database): Promise<Map<string, Buffer>> {
  const found = await rows<{ id: string; public_key: Buffer }>(
    db,
    'SELECT id, public_key FROM ledger.signing_keys ORDER BY since, id',
  );
  return new Map(found.map((row) => [row.id, row.public_key]));
}

const toGiven = (row: PositionRow): GivenPosition => ({
  position: BigInt(row.position),
  entryId: row.entry_id,
  hash: row.hash,
});

const toSeal = (row: SealRow): StoredSeal => ({
  number: BigInt(row.number),
  firstPosition: BigInt(row.first_position),
  lastPosition: BigInt(row.last_position),
  root: row.root,
  sealedAt: row.sealed_at,
  previousHash: row.previous_hash,
  hash: row.hash,
  keyId: row.key_id,
  signature: row.signature,
  snapshotPosition: BigInt(row.snapshot_position),
});
