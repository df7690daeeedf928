// Codes sent by mail: eight digits, good for a quarter of an hour and once, five tries. The code is
// made when its letter is written and kept as a keyed hash only, so that neither the outbox nor the
// database ever holds it. For an address that no account has, everything happens but the letter.
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Allowance, Allowances } from '../../shared/allowances.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { rows, Transactor, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { Outbox } from '../../shared/outbox.js';
import { refuse } from '../refusals.js';
import { codeLetter, type CodePurpose } from './letters.js';
import { Mailer } from './mailer.js';

const TOPIC = 'identity.mail_code';
const MINUTES = 15;
const TRIES = 5;
const LETTERS: Allowance = { points: 10, seconds: 3600 };

export interface MailCode {
  readonly personId: string;
  readonly email: string;
}

@Injectable()
export class MailCodes implements OnModuleInit {
  constructor(
    private readonly transactor: Transactor,
    private readonly outbox: Outbox,
    private readonly mailer: Mailer,
    private readonly allowances: Allowances,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.outbox.handle(TOPIC, (payload: { id: string }) => this.mail(payload.id));
  }

  /**
   * Takes one of the letters that an address may get, known or unknown, before the transaction that
   * sends it. Refuses `too_many_requests`.
   */
  allow(email: string): Promise<void> {
    return this.allowances.spend('mail_code', email.toLowerCase(), LETTERS);
  }

  /** Has a code sent and answers its id (`mlc_…`). Older codes for the same end with it. */
  async send(
    tx: Tx,
    purpose: CodePurpose,
    personId: string | null,
    email: string,
  ): Promise<string> {
    await tx.query(
      `DELETE FROM identity.mail_codes
        WHERE expires_at < now() - interval '1 day' OR (person_id = $1 AND purpose = $2 AND used_at IS NULL)`,
      [personId, purpose],
    );
    const id = newId('mlc');
    await tx.query(
      `INSERT INTO identity.mail_codes (id, purpose, person_id, email, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(mins => ${String(MINUTES)}))`,
      [id, purpose, personId, email],
    );
    await this.outbox.publish(tx, [{ topic: TOPIC, payload: { id } }]);
    return id;
  }

  /**
   * Uses a code up. Each try is counted and committed before the code is compared. Refuses
   * `code_not_accepted`, whatever is wrong with it.
   */
  async use(purpose: CodePurpose, id: string, digits: string): Promise<MailCode> {
    const db = this.transactor.reader;
    const [row] = await rows<{ person_id: string | null; email: string; code_hash: Buffer | null }>(
      db,
      `UPDATE identity.mail_codes SET tries = tries + 1
        WHERE id = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > now()
          AND tries < ${String(TRIES)}
    RETURNING person_id, email, code_hash`,
      [id, purpose],
    );
    const offered = this.hashOf(id, digits);
    const right = row?.code_hash != null && timingSafeEqual(row.code_hash, offered);
    if (!right || row.person_id === null) throw refuse('code_not_accepted');
    const used = await rows(
      db,
      'UPDATE identity.mail_codes SET used_at = now() WHERE id = $1 AND used_at IS NULL RETURNING 1',
      [id],
    );
    if (used.length === 0) throw refuse('code_not_accepted');
    return { personId: row.person_id, email: row.email };
  }

  private async mail(id: string): Promise<void> {
    const digits = String(randomInt(100_000_000)).padStart(8, '0');
    const [row] = await rows<{ purpose: CodePurpose; email: string; person_id: string | null }>(
      this.transactor.reader,
      `UPDATE identity.mail_codes SET code_hash = $2
        WHERE id = $1 AND used_at IS NULL AND expires_at > now() RETURNING purpose, email, person_id`,
      [id, this.hashOf(id, digits)],
    );
    if (row === undefined || row.person_id === null) return;
    const letter = codeLetter(row.purpose, { id, digits }, MINUTES, this.config.publicUrl);
    await this.mailer.send(row.email, letter);
  }

  private hashOf(id: string, digits: string): Buffer {
    return createHmac('sha256', this.config.identity.pinPepper).update(`${id}:${digits}`).digest();
  }
}
