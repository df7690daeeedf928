// The second factor by code (TOTP, RFC 6238): the six digits that an app shows for half a minute. The
// clock may be off by one half minute either way, a code works once, and five wrong ones end the session.
import { Inject, Injectable } from '@nestjs/common';
import { generateSecret, generateURI, verify } from 'otplib';
import QRCode from 'qrcode';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, rows, Transactor } from '../../shared/database.js';
import { Notices } from '../mail/notices.js';
import { PersonRow } from '../identity.entities.js';
import { refuse } from '../refusals.js';
import { type Holder, Sessions } from '../sessions/sessions.js';
import { open, seal } from './sealing.js';

const STEP_SECONDS = 30;
const TRIES = 5;

export interface Enrolment {
  /** Base 32, to be typed where no picture can be taken. */
  readonly secret: string;
  readonly uri: string;
  /** The same as a QR code: an SVG. */
  readonly picture: string;
}

interface TotpRow {
  sealed_secret: Buffer;
  confirmed: boolean;
  last_step: string;
}

@Injectable()
export class SecondFactor {
  constructor(
    private readonly transactor: Transactor,
    private readonly clock: Clock,
    private readonly sessions: Sessions,
    private readonly notices: Notices,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Makes a new secret, which counts once a code of it was shown. Refuses `second_factor_set`. */
  async enrol(personId: string): Promise<Enrolment> {
    const { handle } = await this.transactor.reader.findOneByOrFail(PersonRow, { id: personId });
    const secret = generateSecret();
    const kept = await rows(
      this.transactor.reader,
      `INSERT INTO identity.totp (person_id, sealed_secret) VALUES ($1, $2)
       ON CONFLICT (person_id) DO UPDATE SET sealed_secret = $2, last_step = 0
         WHERE totp.confirmed_at IS NULL RETURNING 1`,
      [personId, seal(this.config.identity.pinPepper, personId, secret)],
    );
    if (kept.length === 0) throw refuse('second_factor_set');
    const uri = generateURI({ issuer: 'Tenner', label: handle, secret });
    return { secret, uri, picture: await QRCode.toString(uri, { type: 'svg', margin: 1 }) };
  }

  /** Sets it up by a first code of it. Refuses `second_factor_set` and `second_factor_wrong`. */
  async confirm({ personId, session }: Holder, code: string): Promise<void> {
    const totp = await this.read(this.transactor.reader, personId);
    if (totp?.confirmed === true) throw refuse('second_factor_set');
    await this.use(session.id, personId, code, totp);
    await this.transactor.run(async (tx) => {
      await tx.query('UPDATE identity.totp SET confirmed_at = now() WHERE person_id = $1', [
        personId,
      ]);
      await this.sessions.noteSecondFactor(tx, session.id);
      await this.notices.give(tx, [
        { personId, kind: 'second_factor_added', detail: 'codes of an app' },
      ]);
    });
  }

  /** Shows it in a session. Refuses `second_factor_wrong`; after five the session is over. */
  async show({ personId, session }: Holder, code: string): Promise<void> {
    const totp = await this.read(this.transactor.reader, personId);
    await this.use(session.id, personId, code, totp?.confirmed === true ? totp : undefined);
    await this.transactor.run((tx) => this.sessions.noteSecondFactor(tx, session.id));
  }

  private async read(db: Database, personId: string): Promise<TotpRow | undefined> {
    const [row] = await rows<TotpRow>(
      db,
      `SELECT sealed_secret, confirmed_at IS NOT NULL AS confirmed, last_step
         FROM identity.totp WHERE person_id = $1`,
      [personId],
    );
    return row;
  }

  // The try is counted and committed before the code is looked at, and the code's half minute is taken
  // by one statement, so that of two who show the same code at once one is refused.
  private async use(
    sessionId: string,
    personId: string,
    code: string,
    totp: TotpRow | undefined,
  ): Promise<void> {
    await this.countTry(sessionId);
    if (totp === undefined) throw refuse('second_factor_wrong');
    const secret = open(this.config.identity.pinPepper, personId, totp.sealed_secret);
    const epoch = Math.floor(this.clock.now().getTime() / 1000);
    const shown = await verify({ secret, token: code, epoch, epochTolerance: STEP_SECONDS });
    const step = shown.valid && 'timeStep' in shown ? shown.timeStep : undefined;
    if (step === undefined) throw refuse('second_factor_wrong');
    const taken = await rows(
      this.transactor.reader,
      `UPDATE identity.totp SET last_step = $2 WHERE person_id = $1 AND last_step < $2 RETURNING 1`,
      [personId, step],
    );
    if (taken.length === 0) throw refuse('second_factor_wrong', 'It was used already.');
  }

  private async countTry(sessionId: string): Promise<void> {
    const counted = await rows(
      this.transactor.reader,
      `UPDATE identity.sessions
          SET second_factor_tries = second_factor_tries + 1,
              revoked_at = CASE WHEN second_factor_tries + 1 = ${String(TRIES)} THEN now() END
        WHERE id = $1 AND revoked_at IS NULL AND second_factor_tries < ${String(TRIES)} RETURNING 1`,
      [sessionId],
    );
    if (counted.length === 0) throw refuse('session_missing');
  }
}
