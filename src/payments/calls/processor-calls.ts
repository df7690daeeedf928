// What we ask the processor to do: intent, call, apply. The intent is a row, written in the
// transaction that decides it. The call is made with no transaction and no connection held, by the
// one who knows that leg. What comes back is applied by a guarded function, whoever brought the news,
// and that concludes the call. Until then the sweeper takes it over whenever its lease has run out.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { rows, Transactor, type Tx } from '../../shared/database.js';
import { Outbox } from '../../shared/outbox.js';
import { assert, present } from '../../shared/refusal.js';
import { OutcomeUnknown } from '../processor/processor.js';
import { Sweeper } from '../sweep/sweeper.js';

export interface IntendedCall {
  /** What it is about: a payment, a refund, a cash-out, a dispute, a card. */
  readonly subjectId: string;
  /** What is asked, for example `charge`; each leg of a subject is intended once. */
  readonly leg: string;
}

/** A call that may be made now. */
export interface OpenCall extends IntendedCall {
  /** Sent with the request, so that a repeat is the same request. */
  readonly key: string;
  /** False once the processor may have forgotten the key: then it must never be sent again. */
  readonly keyAlive: boolean;
  /** How often it was taken up; 1 the first time. */
  readonly attempts: number;
}

/** Makes the call and applies what comes back. OutcomeUnknown leaves it to the sweeper. */
export type Caller = (call: OpenCall) => Promise<void>;

/** The outbox topic that has a call made right after its intent was committed. */
const PROCESSOR_CALL = 'payments.processor_call';

// Request 25 s at most < lease 60 s < sweeper's first look 90 s << key 20 h of the processor's 24.
// Each step waits until whoever came before must have given up.
const LEASE = "interval '60 seconds'";
const SWEEP_AFTER_LEASE = "interval '30 seconds'";
const KEY_LIFE = "interval '20 hours'";
const SWEEP_MAX = 20;
// One call that hangs must not keep the others waiting.
const AT_ONCE = 16;
// What the processor would not do for now is hardly different a minute later, but soon enough.
const PAUSE = "interval '2 minutes'";

@Injectable()
export class ProcessorCalls implements OnModuleInit {
  private readonly log = new Logger(ProcessorCalls.name);
  private readonly callers = new Map<string, Caller>();

  constructor(
    private readonly transactor: Transactor,
    private readonly outbox: Outbox,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    const ask = (call: IntendedCall): Promise<void> => this.ask(call.subjectId, call.leg);
    this.outbox.handle(PROCESSOR_CALL, ask, AT_ONCE);
    this.sweeper.add('asking again', () => this.sweep());
  }

  /** Names the one who makes the calls of a leg. Called while the modules start. */
  handle(leg: string, caller: Caller): void {
    assert(!this.callers.has(leg), `leg ${leg} has two callers`);
    this.callers.set(leg, caller);
  }

  /** Writes the intent to ask, with the key and a lease for whoever asks first. */
  async intend(tx: Tx, calls: readonly IntendedCall[]): Promise<void> {
    if (calls.length === 0) return;
    await tx.query(
      `INSERT INTO payments.processor_calls (subject_id, leg, key, lease_until)
       SELECT subject_id, leg, subject_id || ':' || leg || ':1', now() + ${LEASE}
         FROM UNNEST($1::text[], $2::text[]) AS c (subject_id, leg)`,
      [calls.map((call) => call.subjectId), calls.map((call) => call.leg)],
    );
  }

  /** The same, and has it made right after the commit. */
  intendNow(tx: Tx, call: IntendedCall): Promise<void> {
    return this.intendAllNow(tx, [call]);
  }

  async intendAllNow(tx: Tx, calls: readonly IntendedCall[]): Promise<void> {
    await this.intend(tx, calls);
    await this.outbox.publish(
      tx,
      calls.map((call) => ({ topic: PROCESSOR_CALL, payload: call })),
    );
  }

  /** Whether that was ever intended. */
  async intended(tx: Tx, { subjectId, leg }: IntendedCall): Promise<boolean> {
    const found = await rows(
      tx,
      'SELECT FROM payments.processor_calls WHERE subject_id = $1 AND leg = $2',
      [subjectId, leg],
    );
    return found.length > 0;
  }

  /** Nobody needs to ask about this subject any more; with legs, about these only. */
  async conclude(tx: Tx, subjectId: string, legs: readonly string[] | null = null): Promise<void> {
    await tx.query(
      `UPDATE payments.processor_calls SET concluded_at = now()
        WHERE subject_id = $1 AND ($2::text[] IS NULL OR leg = ANY($2)) AND concluded_at IS NULL`,
      [subjectId, legs],
    );
  }

  /**
   * Has a call made again in a few minutes that the processor refused for now, with a key of its own:
   * with the old one it would only hear its refusal again. Does nothing when somebody else did it.
   */
  async renew(tx: Tx, { subjectId, leg, key }: OpenCall): Promise<void> {
    await tx.query(
      `UPDATE payments.processor_calls
          SET key = subject_id || ':' || leg || ':' || (split_part(key, ':', 3)::int + 1),
              created_at = now(), attempts = 0, lease_until = now() + ${PAUSE}
        WHERE subject_id = $1 AND leg = $2 AND key = $3 AND concluded_at IS NULL`,
      [subjectId, leg, key],
    );
  }

  /** Makes a call that was intended and is not concluded. */
  async ask(subjectId: string, leg: string): Promise<void> {
    const [call] = await rows<OpenCall>(
      this.transactor.reader,
      `SELECT subject_id AS "subjectId", leg, key, attempts,
              created_at > now() - ${KEY_LIFE} AS "keyAlive"
         FROM payments.processor_calls
        WHERE subject_id = $1 AND leg = $2 AND concluded_at IS NULL`,
      [subjectId, leg],
    );
    if (call === undefined) return;
    const caller = present(this.callers.get(leg), `leg ${leg} has a caller`);
    try {
      await caller(call);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      this.log.warn(`${call.key}: ${error.message}; the sweeper will ask again`);
    }
  }

  /** Takes over calls whose lease ran out long ago, and makes them again. */
  async sweep(): Promise<void> {
    const stale = await rows<IntendedCall>(
      this.transactor.reader,
      `UPDATE payments.processor_calls c SET lease_until = now() + ${LEASE}, attempts = attempts + 1
         FROM (SELECT subject_id, leg FROM payments.processor_calls
                WHERE concluded_at IS NULL AND lease_until < now() - ${SWEEP_AFTER_LEASE}
                ORDER BY lease_until LIMIT ${String(SWEEP_MAX)} FOR UPDATE SKIP LOCKED) stale
        WHERE c.subject_id = stale.subject_id AND c.leg = stale.leg
    RETURNING c.subject_id AS "subjectId", c.leg`,
    );
    // One that cannot be made must not keep the others from being made.
    await Promise.all(
      stale.map(({ subjectId, leg }) =>
        this.ask(subjectId, leg).catch((error: unknown) => {
          this.log.error(`${subjectId}:${leg} failed; trying again later`, error);
        }),
      ),
    );
  }
}
