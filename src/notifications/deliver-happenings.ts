// Hears what happened and writes it down for those who want to know. What several transactions had to
// say in a short while is written together; a repeat of the delivery writes nothing.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { mutedBy } from '../chat/index.js';
import { emailVerified } from '../identity/index.js';
import { type Database, Transactor, type Tx } from '../shared/database.js';
import { HAPPENED, type Happening } from '../shared/happenings.js';
import { MoneyThreads } from '../shared/money-threads.js';
import { Outbox } from '../shared/outbox.js';
import { pairKey } from '../shared/pairs.js';
import { tellPeople } from '../shared/told.js';
import { isOn, KINDS } from './kinds.js';
import { insertNotifications, type NewNotification } from './notification-store.js';
import { switchesOf, switchKey } from './switches.js';

/** The outbox topic of letters. */
export const LETTER = 'notifications.letter';

// Nobody sees a fifth of a second, and a busy server is spared most of its transactions.
const PAUSE_MS = 200;

interface ForOne {
  readonly personId: string;
  readonly happening: Happening;
}

@Injectable()
export class DeliverHappenings implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly outbox: Outbox,
    private readonly threads: MoneyThreads,
  ) {}

  onModuleInit(): void {
    const deliver = (told: readonly Happening[][]): Promise<void> => this.deliver(told.flat());
    this.outbox.handleTogether(HAPPENED, deliver, PAUSE_MS);
  }

  /** Tells each person of each event once, by the channels they have on. */
  async deliver(happenings: readonly Happening[]): Promise<void> {
    const all = happenings.flatMap((happening) =>
      happening.personIds.map((personId) => ({ personId, happening })),
    );
    if (all.length === 0) return;
    await this.transactor.run(async (tx) => {
      const heard = await this.heard(tx, all);
      const written = await insertNotifications(tx, await carried(tx, heard));
      await this.send(
        tx,
        written.filter(({ byMail }) => byMail),
      );
      const shown = written.filter(({ inApp }) => inApp).map(({ personId }) => personId);
      const personIds = [...new Set(shown)];
      await tellPeople(tx, this.outbox, { personIds, what: 'notifications' });
    });
  }

  /** Without what a block or a mute keeps away. */
  private async heard(db: Database, all: readonly ForOne[]): Promise<ForOne[]> {
    const hushed = all.filter(({ happening }) => KINDS[happening.kind].hushed);
    const blocked = await this.threads.blocked(
      db,
      hushed.flatMap((one) => pairOf(one) ?? []),
    );
    const muted = await mutedBy(
      db,
      hushed.flatMap(({ personId, happening: { threadId } }) =>
        threadId === null ? [] : { personId, threadId },
      ),
    );
    return all.filter((one) => {
      const { personId, happening } = one;
      if (!KINDS[happening.kind].hushed) return true;
      const pair = pairOf(one)?.[0];
      return (
        !muted.has(`${String(happening.threadId)} ${personId}`) &&
        !(pair !== undefined && blocked.has(pairKey(pair)))
      );
    });
  }

  private send(tx: Tx, letters: readonly { readonly id: string }[]): Promise<void> {
    return this.outbox.publish(
      tx,
      letters.map(({ id }) => ({ topic: LETTER, payload: { id } })),
    );
  }
}

const pairOf = ({ personId, happening: { otherId } }: ForOne): [[string, string]] | undefined =>
  otherId === null ? undefined : [[personId, otherId]];

/** By which channels each is carried; without what is carried by none. */
async function carried(db: Database, heard: readonly ForOne[]): Promise<NewNotification[]> {
  const personIds = [...new Set(heard.map(({ personId }) => personId))];
  const chosen = await switchesOf(db, personIds);
  const reachable = await emailVerified(db, personIds);
  return heard
    .map(({ personId, happening }): NewNotification => {
      const { kind } = happening;
      const { app, email } = KINDS[kind];
      const inApp = isOn(app, chosen.get(switchKey(personId, kind, 'app')));
      // What is always mailed has a letter of its own, written by whoever says it.
      const isMailed =
        email !== 'always' && isOn(email, chosen.get(switchKey(personId, kind, 'email')));
      return { personId, happening, inApp, byMail: isMailed && reachable.has(personId) };
    })
    .filter(({ inApp, byMail }) => inApp || byMail);
}
