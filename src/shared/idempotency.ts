// The key that makes a retry harmless. It is claimed in the same transaction that does the work, and
// the first answer is kept with it byte for byte, refusals too: somebody who was told "not enough
// money" and asks again with the same key is told the same, even if money has come in since. Each
// room keeps its keys in a table of its own, which names it here.
import { createHash } from 'node:crypto';
import { attempt, type Database, preparedRows, rows, type Tx } from './database.js';
import { type Reply, replyRefused } from './http.js';
import { Refusal, refusals } from './refusal.js';

const refuse = refusals({
  idempotency_key_reused: {
    kind: 'refused',
    title: 'This Idempotency-Key was used for a different request.',
  },
  request_in_progress: {
    kind: 'conflict',
    title: 'The first request with this Idempotency-Key is still being worked on.',
  },
});

export interface Claim {
  readonly personId: string;
  /** The Idempotency-Key header. */
  readonly key: string;
  /** SHA-256 of what was asked for. */
  readonly fingerprint: Buffer;
}

/** The answer to a request. `replayed`: it is the first answer again. */
export interface Answer {
  readonly reply: Reply;
  readonly replayed: boolean;
}

/** `fresh`: go on. `answered`: this is the answer, from the first time or as a refusal of the key. */
export type ClaimOutcome = { readonly kind: 'fresh' } | ({ readonly kind: 'answered' } & Answer);

export interface Remembered extends Omit<Claim, 'fingerprint'> {
  /** What the request made; by it the answer can be given later. */
  readonly subjectId: string | null;
  /** Null: the answer comes later. */
  readonly reply: Reply | null;
}

/** The fingerprint of a request: what it is, and its parsed content in canonical order. */
export function fingerprintOf(verb: string, content: Record<string, string | null>): Buffer {
  const canonical = JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(`${verb}\n${canonical}`).digest();
}

/** The keys of one table: (person_id, key) with fingerprint, subject_id, status and body. */
export class IdempotencyKeys {
  constructor(private readonly table: string) {}

  /**
   * Runs the work of one request once. A refusal is its answer too, and is kept like any other; what
   * the work had written until then is undone.
   */
  async once(
    tx: Tx,
    claim: Claim,
    work: () => Promise<{ readonly subjectId: string; readonly reply: Reply }>,
  ): Promise<Answer> {
    const [outcome] = await this.claim(tx, [claim]);
    if (outcome?.kind === 'answered') return outcome;
    const { personId, key } = claim;
    const { subjectId, reply } = await attempt(tx, work).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      return { subjectId: null, reply: replyRefused(error) };
    });
    await this.remember(tx, [{ personId, key, subjectId, reply }]);
    return { reply, replayed: false };
  }

  /** Claims keys, in one statement and sorted, so that two batches never wait for each other. */
  async claim(tx: Tx, claims: readonly Claim[]): Promise<ClaimOutcome[]> {
    const fresh = await preparedRows<Pick<Claim, 'personId' | 'key'>>(
      tx,
      `INSERT INTO ${this.table} (person_id, key, fingerprint)
       SELECT * FROM UNNEST($1::text[], $2::text[], $3::bytea[]) AS c (person_id, key, fingerprint)
        ORDER BY 1, 2
       ON CONFLICT ON CONSTRAINT idempotency_keys_pk DO NOTHING
       RETURNING person_id AS "personId", key`,
      [
        claims.map((claim) => claim.personId),
        claims.map((claim) => claim.key),
        claims.map((claim) => claim.fingerprint),
      ],
    );
    const isFresh = new Set(fresh.map(nameOf));
    const used = claims.filter((claim) => !isFresh.has(nameOf(claim)));
    const answers =
      used.length === 0 ? new Map<string, ClaimOutcome>() : await this.answersTo(tx, used);
    return claims.map((claim) => answers.get(nameOf(claim)) ?? { kind: 'fresh' });
  }

  /** Keeps the answers with their keys. */
  async remember(tx: Tx, items: readonly Remembered[]): Promise<void> {
    if (items.length === 0) return;
    await preparedRows(
      tx,
      `UPDATE ${this.table} k
          SET subject_id = r.subject_id, status = r.status, body = r.body
         FROM UNNEST($1::text[], $2::text[], $3::text[], $4::smallint[], $5::text[])
              AS r (person_id, key, subject_id, status, body)
        WHERE k.person_id = r.person_id AND k.key = r.key`,
      [
        items.map((item) => item.personId),
        items.map((item) => item.key),
        items.map((item) => item.subjectId),
        items.map((item) => item.reply?.status ?? null),
        items.map((item) => item.reply?.body ?? null),
      ],
    );
  }

  /** Answers the request that made `subjectId`, if it still waits; a given answer stays. */
  async answerWaiting(tx: Tx, subjectId: string, reply: Reply): Promise<void> {
    await tx.query(
      `UPDATE ${this.table} SET status = $2, body = $3
        WHERE subject_id = $1 AND status IS NULL`,
      [subjectId, reply.status, reply.body],
    );
  }

  /** The answer kept with a key, or undefined while there is none. */
  async replyOf(
    db: Database,
    { personId, key }: Pick<Claim, 'personId' | 'key'>,
  ): Promise<Reply | undefined> {
    const [row] = await rows<Reply>(
      db,
      `SELECT status, body FROM ${this.table}
        WHERE person_id = $1 AND key = $2 AND status IS NOT NULL`,
      [personId, key],
    );
    return row;
  }

  private async answersTo(tx: Tx, claims: readonly Claim[]): Promise<Map<string, ClaimOutcome>> {
    const found = await rows<{
      personId: string;
      key: string;
      fingerprint: Buffer;
      status: number | null;
      body: string | null;
    }>(
      tx,
      `SELECT k.person_id AS "personId", k.key, k.fingerprint, k.status, k.body
         FROM ${this.table} k
         JOIN UNNEST($1::text[], $2::text[]) AS c (person_id, key) USING (person_id, key)`,
      [claims.map((claim) => claim.personId), claims.map((claim) => claim.key)],
    );
    const stored = new Map(found.map((row) => [nameOf(row), row]));
    return new Map(
      claims.map((claim): [string, ClaimOutcome] => {
        const row = stored.get(nameOf(claim));
        if (row === undefined || !row.fingerprint.equals(claim.fingerprint)) {
          return [nameOf(claim), answered(replyRefused(refuse('idempotency_key_reused')), false)];
        }
        if (row.status === null || row.body === null) {
          return [nameOf(claim), answered(replyRefused(refuse('request_in_progress')), false)];
        }
        return [nameOf(claim), answered({ status: row.status, body: row.body }, true)];
      }),
    );
  }
}

const answered = (reply: Reply, replayed: boolean): ClaimOutcome => ({
  kind: 'answered',
  reply,
  replayed,
});

const nameOf = (claim: Pick<Claim, 'personId' | 'key'>): string => `${claim.personId} ${claim.key}`;
