// The people of the demonstration and the threads they share. They exist only when DEMO is set, and
// their password is published: nobody can mistake them for real accounts.
import type { INestApplicationContext } from '@nestjs/common';
import { Chat } from './chat/index.js';
import { Identity, Pins, readyToConfirm } from './identity/index.js';
import { Clock } from './shared/clock.js';
import { Transactor } from './shared/database.js';
import { present } from './shared/refusal.js';

export const DEMO_PASSWORD = 'money in a conversation';

/** What they confirm payments with; one of the few first guesses would be refused. */
export const DEMO_PIN = '482915';

// They have known each other for a while, so that nobody is warned of a new account.
const DEMO_SINCE = new Date('2025-03-01T09:00:00Z');

export const DEMO_PEOPLE = [
  { handle: 'ana', name: 'Ana Lindqvist', roles: ['person'] },
  { handle: 'ben', name: 'Ben Okafor', roles: ['person'] },
  { handle: 'chloe', name: 'Chloé Martin', roles: ['person'] },
  { handle: 'david', name: 'David Kim', roles: ['person'] },
  { handle: 'riley', name: 'Riley Stone', roles: ['risk_analyst', 'risk_approver'] },
  // The books are corrected by two people.
  { handle: 'fiona', name: 'Fiona Hart', roles: ['finance_operator'] },
  { handle: 'felix', name: 'Felix Brandt', roles: ['finance_approver'] },
  { handle: 'ines', name: 'Inês Duarte', roles: ['auditor'] },
  { handle: 'sam', name: 'Sam Okoye', roles: ['support'] },
  { handle: 'alma', name: 'Alma Reyes', roles: ['admin'] },
] as const;

type Handle = (typeof DEMO_PEOPLE)[number]['handle'];

const THREADS: { title: string | null; people: Handle[]; said: [Handle, string][] }[] = [
  {
    title: null,
    people: ['ana', 'ben'],
    said: [
      ['ben', 'That pizza place was worth the queue 🍕'],
      ['ana', 'It was! What do I owe you?'],
      ['ben', 'Call it 20 and you pay next time'],
    ],
  },
  {
    title: null,
    people: ['ana', 'chloe'],
    said: [['chloe', 'I found tickets for Saturday, shall I take two?']],
  },
  { title: null, people: ['ben', 'david'], said: [['david', 'Thanks for the lift yesterday!']] },
  {
    title: 'Lake weekend',
    people: ['ana', 'ben', 'chloe', 'david'],
    said: [['david', 'The cabin is booked. Who brings the canoe?']],
  },
];

/** Makes what is missing of the demonstration. Harmless at every start. */
export async function seedDemo(app: INestApplicationContext): Promise<void> {
  const identity = app.get(Identity);
  const chat = app.get(Chat);
  const clock = app.get(Clock);
  const transactor = app.get(Transactor);
  const ids = await transactor.run(async (tx) => {
    const people = DEMO_PEOPLE.map(({ handle, name, roles }) => ({
      handle,
      name,
      password: DEMO_PASSWORD,
      roles,
      since: DEMO_SINCE,
    }));
    const idOf = new Map(
      (await identity.addPeople(tx, people)).map(({ handle, id }) => [handle, id]),
    );
    const id = (handle: Handle): string => present(idOf.get(handle), `${handle} was added`);
    for (const { title, people: members, said } of THREADS) {
      if (await chat.exists(tx, members.map(id), title)) continue;
      const [threadId] = await chat.createThreads(tx, [{ title, personIds: members.map(id) }]);
      await chat.append(
        tx,
        said.map(([handle, body]) => ({
          threadId: present(threadId, 'a thread was created'),
          authorId: id(handle),
          createdAt: clock.now(),
          body,
        })),
      );
    }
    return [...idOf.values()];
  });
  // A PIN is hashed slowly, and never inside a transaction.
  const ready = await readyToConfirm(transactor.reader, ids);
  const pins = app.get(Pins);
  await Promise.all(
    ids.filter((id) => !ready.has(id)).map((id) => pins.set(id, DEMO_PIN, undefined)),
  );
}
