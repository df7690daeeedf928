// Six-digit PINs. A million of them is little, so everything rests on how often one may try: each
// try is counted and committed before the slow hash is looked at, and nothing but a right PIN or a
// recovery takes a count back. Killing the process or asking from many sides at once wins no try.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, rows, Transactor, type Tx } from '../../shared/database.js';
import { slowHash, slowVerify } from '../argon.js';
import { Notices } from '../mail/notices.js';
import { refuse } from '../refusals.js';
import { isWeakPin } from './weak-pins.js';

// The fifth wrong try locks for a quarter of an hour; five more leave recovery as the only way.
const TRIES_BEFORE_LOCK = 5;
const TRIES_IN_ALL = 10;
const LOCK = "interval '15 minutes'";

export interface PinState {
  readonly changedAt: Date;
  readonly lockedUntil: Date | null;
  /** No try is left: a new PIN is set by recovery. */
  readonly spent: boolean;
}

@Injectable()
export class Pins {
  constructor(
    private readonly transactor: Transactor,
    private readonly clock: Clock,
    private readonly notices: Notices,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What is known of a person's PIN; undefined when there is none. */
  async stateOf(db: Database, personId: string): Promise<PinState | undefined> {
    const [row] = await rows<{ changed_at: Date; locked_until: Date | null; tries: number }>(
      db,
      `SELECT changed_at, tries, CASE WHEN locked_until > now() THEN locked_until END AS locked_until
         FROM identity.pins WHERE person_id = $1`,
      [personId],
    );
    return (
      row && {
        changedAt: row.changed_at,
        lockedUntil: row.locked_until,
        spent: row.tries >= TRIES_IN_ALL && row.locked_until === null,
      }
    );
  }

  /**
   * Sets the first PIN, or changes it for whoever knows the current one. Refuses `pin_weak`,
   * `pin_current_needed`, and what `check` refuses.
   */
  async set(personId: string, pin: string, current: string | undefined): Promise<void> {
    const known = await this.stateOf(this.transactor.reader, personId);
    if (known !== undefined) {
      if (current === undefined) throw refuse('pin_current_needed');
      await this.check(personId, current);
    }
    const hashed = await this.hash(pin);
    await this.transactor.run(async (tx) => {
      await this.write(tx, personId, hashed);
      await this.notices.give(tx, [{ personId, kind: 'pin_changed' }]);
    });
  }

  /** The hash of a new PIN, made outside any transaction. Refuses `pin_weak`. */
  hash(pin: string): Promise<string> {
    if (isWeakPin(pin)) throw refuse('pin_weak', 'Avoid repeats, runs and dates.');
    return slowHash(pin, this.config.identity.pinPepper);
  }

  /** Writes a hashed PIN; all tries are given back. */
  async write(tx: Tx, personId: string, pinHash: string): Promise<void> {
    await tx.query(
      `INSERT INTO identity.pins (person_id, pin_hash) VALUES ($1, $2)
       ON CONFLICT (person_id) DO UPDATE
         SET pin_hash = $2, tries = 0, locked_until = NULL, changed_at = now()`,
      [personId, pinHash],
    );
  }

  /** Resolves when it is the person's PIN. Refuses `pin_missing`, `pin_wrong` and `pin_locked`. */
  async check(personId: string, pin: string): Promise<void> {
    const { pinHash, tries } = await this.countTry(personId);
    if (await slowVerify(pinHash, pin, this.config.identity.pinPepper)) {
      await this.transactor.run((tx) =>
        tx.query(
          // Only while it is still this PIN: one that was changed meanwhile has its own count.
          `UPDATE identity.pins SET tries = 0, locked_until = NULL
            WHERE person_id = $1 AND pin_hash = $2`,
          [personId, pinHash],
        ),
      );
      return;
    }
    if (tries === TRIES_IN_ALL) throw lockedForGood();
    if (tries === TRIES_BEFORE_LOCK) throw refuse('pin_locked', 'You can try again in 15 minutes.');
    const left = (tries < TRIES_BEFORE_LOCK ? TRIES_BEFORE_LOCK : TRIES_IN_ALL) - tries;
    throw refuse('pin_wrong', `You have ${String(left)} ${left === 1 ? 'try' : 'tries'} left.`);
  }

  // One statement, so that of many at once each takes a number of its own; it is committed when it
  // returns.
  private async countTry(personId: string): Promise<{ pinHash: string; tries: number }> {
    const [row] = await rows<{ pin_hash: string; tries: number }>(
      this.transactor.reader,
      `UPDATE identity.pins
          SET tries = tries + 1,
              locked_until = CASE WHEN tries + 1 = ${String(TRIES_BEFORE_LOCK)} THEN now() + ${LOCK} END
        WHERE person_id = $1 AND tries < ${String(TRIES_IN_ALL)}
          AND (locked_until IS NULL OR locked_until <= now())
    RETURNING pin_hash, tries`,
      [personId],
    );
    if (row !== undefined) return { pinHash: row.pin_hash, tries: row.tries };
    const state = await this.stateOf(this.transactor.reader, personId);
    if (state === undefined) throw refuse('pin_missing');
    if (state.lockedUntil === null) throw lockedForGood();
    const minutes = Math.ceil((state.lockedUntil.getTime() - this.clock.now().getTime()) / 60_000);
    throw refuse('pin_locked', `You can try again in ${String(Math.max(1, minutes))} minutes.`);
  }
}

const lockedForGood = () => refuse('pin_locked', 'Set a new PIN by recovery.');
