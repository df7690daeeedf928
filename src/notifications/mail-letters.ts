// Letters: the sentence of a notification, where to look, and how to have no more of them. A server that
// does not answer leaves the letter in the outbox; one that was sent is not sent again.
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Letter, Mailer, verifiedEmailOf } from '../identity/index.js';
import { CONFIG, type Config } from '../shared/config.js';
import { Transactor } from '../shared/database.js';
import { Outbox } from '../shared/outbox.js';
import { People } from '../shared/people.js';
import { LETTER } from './deliver-happenings.js';
import { noteMailed, type NotificationRow, unmailed } from './notification-store.js';
import { wordsOf } from './notification.view.js';

// One letter does not wait for another's slow server; a mail server takes few connections at once.
const AT_ONCE = 4;

@Injectable()
export class MailLetters implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly outbox: Outbox,
    private readonly people: People,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(LETTER, ({ id }: { id: string }) => this.mail(id), AT_ONCE);
  }

  private async mail(id: string): Promise<void> {
    const { reader } = this.transactor;
    const row = await unmailed(reader, id);
    const to = row === undefined ? null : await verifiedEmailOf(reader, row.person_id);
    if (row === undefined || to === null) return;
    const profiles = await this.people.profiles(
      reader,
      row.other_id === null ? [] : [row.other_id],
    );
    await this.mailer.send(to, letterOf(row, wordsOf(row, profiles), this.config.publicUrl));
    await noteMailed(reader, id);
  }
}

function letterOf(row: NotificationRow, words: string, publicUrl: string): Letter {
  const at = (path: string): string => new URL(path, publicUrl).href;
  const place = row.thread_id === null ? '/trusted-contact' : `/threads/${row.thread_id}`;
  return {
    subject: words,
    text: [
      `${words}.`,
      `See it: ${at(place)}`,
      `You get this letter because you have it switched on. Switch such letters off: ${at('/notifications')}`,
    ].join('\n\n'),
  };
}
