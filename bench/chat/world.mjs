// The people of the benchmark: one group of each size, everybody with a session.
import { createHash, randomBytes } from 'node:crypto';
import { newId } from '../../dist/src/shared/ids.js';

/** Makes `count` people with sessions in one group and answers its id and their tokens. */
export async function group(client, count) {
  const threadId = newId('thr');
  const people = Array.from({ length: count }, (_, index) => ({
    id: newId('usr'),
    handle: `bench_${count}_${index}`,
    token: randomBytes(32).toString('base64url'),
  }));
  const ids = people.map(({ id }) => id);
  await client.query(
    `INSERT INTO identity.people (id, handle, name, password_hash, tier)
     SELECT id, handle, 'Bench', '-', 'verified' FROM UNNEST($1::text[], $2::text[]) AS p (id, handle)`,
    [ids, people.map(({ handle }) => handle)],
  );
  await client.query(
    `INSERT INTO identity.sessions (token_hash, person_id, expires_at)
     SELECT hash, id, now() + interval '1 day' FROM UNNEST($1::bytea[], $2::text[]) AS s (hash, id)`,
    [people.map(({ token }) => createHash('sha256').update(token).digest()), ids],
  );
  await client.query(`INSERT INTO chat.threads (id, kind, title) VALUES ($1, 'group', 'Bench')`, [
    threadId,
  ]);
  await client.query(
    'INSERT INTO chat.participants (thread_id, person_id) SELECT $1, id FROM UNNEST($2::text[]) AS p (id)',
    [threadId, ids],
  );
  return { threadId, people };
}
