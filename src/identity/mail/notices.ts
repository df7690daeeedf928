// Notices: what happened to an account, told on its security page, among its notifications and by mail.
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, rows, Transactor, type Tx } from '../../shared/database.js';
import { announce } from '../../shared/happenings.js';
import { newId } from '../../shared/ids.js';
import { Outbox } from '../../shared/outbox.js';
import { type NoticeKind, noticeLetter } from './letters.js';
import { Mailer } from './mailer.js';

const TOPIC = 'identity.notice';

export interface NewNotice {
  readonly personId: string;
  readonly kind: NoticeKind;
  readonly detail?: string;
  /** Where it is mailed instead of the person's own address: the one it was until now. */
  readonly email?: string;
}

export interface Notice {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly detail: string | null;
  readonly createdAt: Date;
}

@Injectable()
export class Notices implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly outbox: Outbox,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(TOPIC, (payload: { id: string }) => this.mail(payload.id));
  }

  /** Writes notices down; the letters leave after the commit. */
  async give(tx: Tx, notices: readonly NewNotice[]): Promise<void> {
    const given = notices.map((notice) => ({ ...notice, id: newId('ntc') }));
    await tx.query(
      `INSERT INTO identity.notices (id, person_id, kind, detail, email)
       SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])`,
      [
        given.map(({ id }) => id),
        given.map(({ personId }) => personId),
        given.map(({ kind }) => kind),
        given.map(({ detail }) => detail ?? null),
        given.map(({ email }) => email ?? null),
      ],
    );
    const messages = given.map(({ id }) => ({ topic: TOPIC, payload: { id } }));
    await this.outbox.publish(tx, messages);
    await announce(
      tx,
      this.outbox,
      given.map(({ id, personId, kind }) => ({
        kind: 'security',
        event: id,
        personIds: [personId],
        otherId: null,
        threadId: null,
        subjectId: null,
        amount: null,
        detail: kind,
      })),
    );
  }

  /** The newest notices of a person. */
  list(db: Database, personId: string, limit = 30): Promise<Notice[]> {
    return rows<Notice>(
      db,
      `SELECT id, kind, detail, created_at AS "createdAt" FROM identity.notices
        WHERE person_id = $1 ORDER BY id DESC LIMIT $2`,
      [personId, limit],
    );
  }

  private async mail(id: string): Promise<void> {
    const [notice] = await rows<Notice & { to: string | null }>(
      this.transactor.reader,
      `SELECT n.kind, n.detail, n.created_at AS "createdAt", COALESCE(n.email, p.email) AS "to"
         FROM identity.notices n JOIN identity.people p ON p.id = n.person_id WHERE n.id = $1`,
      [id],
    );
    if (notice?.to === null || notice === undefined) return;
    const { kind, detail, createdAt, to } = notice;
    await this.mailer.send(to, noticeLetter(kind, detail, createdAt, this.config.publicUrl));
  }
}
