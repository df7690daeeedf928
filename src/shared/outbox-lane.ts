// One topic's way out of the outbox. Topics have lanes of their own, so that a slow one (asking the
// processor) never delays a quick one (a message on its way to a screen). What this process has just
// committed is delivered from memory; what it finds by polling was left by a dead process or failed
// before, and is claimed with a lease so that two processes do not both deliver it.
import { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { preparedRows, rows, type Transactor } from './database.js';

export type Handler = (payload: unknown) => Promise<void> | void;
export type HandlerOfMany = (payloads: unknown[]) => Promise<void> | void;

/** How a lane hands its rows out. */
export type Handing =
  /** Each alone, and so many at once; one at a time hands them out in their order. */
  | { readonly each: Handler; readonly atOnce: number }
  /** All that wait in one call, and then none for so many milliseconds, so that more come together. */
  | { readonly together: HandlerOfMany; readonly pauseMs: number };

export interface OutboxRow {
  readonly id: string;
  readonly payload: unknown;
  /** Deliveries begun, this one included. */
  readonly attempts: number;
}

// Longer than any handler takes, since a row whose lease ran out is handed out again.
export const LEASE = "interval '60 seconds'";
const CLAIM_MAX = 500;
// After about a day of doubling pauses nobody waits for the news any more; the row stays for a
// person to look at.
const ATTEMPTS_MAX = 16;

// Forgetting what was delivered need not survive a crash: it would only be delivered once more. So
// these statements do not wait for the disk, which the money's own commits need.
const NO_FLUSH = `set_config('synchronous_commit', 'off', true) IS NOT NULL`;

export class OutboxLane {
  private readonly log: Logger;
  private waiting: OutboxRow[] = [];
  private readonly running = new Set<Promise<void>>();
  private polling = false;
  private readonly stopping = new AbortController();
  private readonly atOnce: number;

  constructor(
    private readonly transactor: Transactor,
    private readonly topic: string,
    private readonly handing: Handing,
  ) {
    this.log = new Logger(`Outbox ${topic}`);
    this.atOnce = 'each' in handing ? handing.atOnce : 1;
  }

  /** Delivers a row that this process has committed and holds the lease of. */
  take(row: OutboxRow): void {
    this.waiting.push(row);
    this.run();
  }

  /** Looks for rows that nobody holds. */
  poll(): void {
    this.polling = true;
    this.run();
  }

  /** Takes no more rows, and resolves when those in hand are done. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.running);
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private run(): void {
    if (this.stopped || this.running.size >= this.atOnce) return;
    const drained: Promise<void> = this.drain().finally(() => {
      this.running.delete(drained);
    });
    this.running.add(drained);
  }

  private async drain(): Promise<void> {
    while (!this.stopped && (this.polling || this.waiting.length > 0)) {
      try {
        if (this.waiting.length === 0) await this.claim();
        // Where rows are handled side by side, each is taken alone, so that none waits for another.
        const batch = this.waiting.splice(0, this.atOnce === 1 ? CLAIM_MAX : 1);
        await this.forget(await this.deliver(batch));
        if ('together' in this.handing) await this.pause(this.handing.pauseMs);
      } catch (error) {
        this.log.error('the outbox could not be read or written', error);
      }
    }
  }

  private async claim(): Promise<void> {
    this.polling = false;
    const claimed = await rows<OutboxRow>(
      this.transactor.reader,
      `UPDATE shared.outbox o SET leased_until = now() + ${LEASE}, attempts = attempts + 1
         FROM (SELECT id FROM shared.outbox
                WHERE topic = $1 AND run_at <= now()
                  AND (leased_until IS NULL OR leased_until < now())
                  AND attempts < ${String(ATTEMPTS_MAX)}
                ORDER BY run_at, id LIMIT ${String(CLAIM_MAX)}
                  FOR UPDATE SKIP LOCKED) due
        WHERE o.id = due.id
    RETURNING o.id, o.payload, o.attempts`,
      [this.topic],
    );
    this.waiting.push(...claimed.sort((a, b) => (a.id < b.id ? -1 : 1)));
    this.polling = claimed.length === CLAIM_MAX;
  }

  /** Hands rows to the handler and answers the ids of those that arrived. */
  private async deliver(batch: readonly OutboxRow[]): Promise<string[]> {
    const { handing } = this;
    if ('each' in handing) return this.deliverEach(batch, handing.each);
    try {
      await handing.together(batch.map(({ payload }) => payload));
      return batch.map(({ id }) => id);
    } catch {
      // One of them may be at fault, and the others should not have to wait for it.
      return this.deliverEach(batch, (payload) => handing.together([payload]));
    }
  }

  private async deliverEach(batch: readonly OutboxRow[], handler: Handler): Promise<string[]> {
    const delivered: string[] = [];
    for (const row of batch) {
      // What is left keeps its lease, and is found by another process when that has run out.
      if (this.stopped) break;
      try {
        await handler(row.payload);
        delivered.push(row.id);
      } catch (error) {
        this.log.error(`${row.id} was not delivered (attempt ${String(row.attempts)})`, error);
        await this.postpone(row);
      }
    }
    return delivered;
  }

  private async pause(ms: number): Promise<void> {
    // Whoever stops the lane does not wait for the end of the pause.
    await sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  private async forget(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await preparedRows(
      this.transactor.reader,
      `DELETE FROM shared.outbox WHERE id = ANY($1) AND ${NO_FLUSH}`,
      [ids],
    );
  }

  private async postpone(row: OutboxRow): Promise<void> {
    await this.transactor.reader.query(
      `UPDATE shared.outbox SET leased_until = NULL, run_at = now() + make_interval(secs => $2)
        WHERE id = $1`,
      [row.id, 2 ** row.attempts],
    );
  }
}
