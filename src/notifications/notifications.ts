// What a person can do with their notifications: look, mark as read, and switch.
import { Injectable } from '@nestjs/common';
import { emailVerified } from '../identity/index.js';
import { Transactor, type Tx } from '../shared/database.js';
import { Outbox } from '../shared/outbox.js';
import { cut } from '../shared/pages.js';
import { People } from '../shared/people.js';
import { tellPeople } from '../shared/told.js';
import type {
  NotificationChannel,
  NotificationSettingsView,
  NotificationsPage,
  SwitchView,
} from './contract.js';
import { ALL_KINDS, isFree, isOn, KINDS } from './kinds.js';
import { countUnread, notificationsOf, readOne, readUpTo } from './notification-store.js';
import { toNotificationView } from './notification.view.js';
import { refuse } from './refusals.js';
import { storeSwitch, type Switch, switchesOf, switchKey } from './switches.js';

const COUNTED_MAX = 100;

@Injectable()
export class Notifications {
  constructor(
    private readonly transactor: Transactor,
    private readonly people: People,
    private readonly outbox: Outbox,
  ) {}

  async page(
    personId: string,
    { before, limit }: { readonly before: string | null; readonly limit: number },
  ): Promise<NotificationsPage> {
    const { reader } = this.transactor;
    const found = await notificationsOf(reader, personId, { before, limit: limit + 1 });
    const { rows: shown, next } = cut(found, limit, ({ id }) => id);
    const ids = shown.flatMap(({ other_id }) => other_id ?? []);
    const profiles = await this.people.profiles(reader, [...new Set(ids)]);
    return {
      notifications: shown.map((row) => toNotificationView(row, profiles)),
      next,
    };
  }

  /** How many are not read, up to 100. */
  unread(personId: string): Promise<number> {
    return countUnread(this.transactor.reader, personId, COUNTED_MAX);
  }

  /** Marks one as read, again without a word. Refuses `notification_unknown`. */
  async read(personId: string, id: string): Promise<void> {
    await this.change(personId, async (tx) => {
      if (!(await readOne(tx, personId, id))) throw refuse('notification_unknown');
    });
  }

  /** Marks as read what the person has seen: all up to this one. */
  async readUpTo(personId: string, id: string): Promise<void> {
    await this.change(personId, (tx) => readUpTo(tx, personId, id));
  }

  async settings(personId: string): Promise<NotificationSettingsView> {
    const { reader } = this.transactor;
    const chosen = await switchesOf(reader, [personId]);
    const verified = await emailVerified(reader, [personId]);
    return {
      kinds: ALL_KINDS.map((kind) => {
        const stands = (channel: NotificationChannel): SwitchView => {
          const byDefault = KINDS[kind][channel];
          const on = isOn(byDefault, chosen.get(switchKey(personId, kind, channel)));
          return { on, free: isFree(byDefault) };
        };
        return { kind, words: KINDS[kind].words, app: stands('app'), email: stands('email') };
      }),
      emailVerified: verified.has(personId),
    };
  }

  /** Turns switches, all or none. Refuses `notification_switch_fixed`. */
  async turn(personId: string, switches: readonly Switch[]): Promise<void> {
    const isFixed = switches.some(({ kind, channel }) => !isFree(KINDS[kind][channel]));
    if (isFixed) throw refuse('notification_switch_fixed');
    await this.transactor.run(async (tx) => {
      for (const each of switches) await storeSwitch(tx, personId, each);
    });
  }

  /** The person's other pages ask again. */
  private async change(personId: string, work: (tx: Tx) => Promise<void>): Promise<void> {
    await this.transactor.run(async (tx) => {
      await work(tx);
      await tellPeople(tx, this.outbox, { personIds: [personId], what: 'notifications' });
    });
  }
}
