// One topic's way out of the outbox. Topics have lanes of their own, so that a slow one (asking the
// processor) never delays a quick one (a message on its way to a screen). A row is claimed with a
// lease: several processes share the work, and a dead one's rows come back.
import { Logger } from '@nestjs/common';
import { rows, type Transactor } from './database.js';

export type Handler = (payload: unknown) => Promise<void> | void;

interface ClaimedRow {
  id: string;
  payload: unknown;
  attempts: number;
}

const CLAIM_MAX = 500;
// Longer than any handler takes, since a row whose lease ran out is handed out again.
const LEASE_SECONDS = 60;
// After about a day of doubling pauses nobody waits for the news any more; the row stays for a
// person to look at.
const ATTEMPTS_MAX = 16;

export class OutboxLane {
  private readonly log: Logger;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(
    private readonly transactor: Transactor,
    private readonly topic: string,
    private readonly handler: Handler,
  ) {
    this.log = new Logger(`Outbox ${topic}`);
  }

  wake(): void {
    if (this.stopped) return;
    this.again = true;
    this.running ??= this.drain().finally(() => {
      this.running = undefined;
    });
  }

  /** Takes no more rows, and resolves when those in hand are done. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async drain(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      try {
        const claimed = await this.claim();
        await this.deliver(claimed);
        if (claimed.length === CLAIM_MAX) this.again = true;
      } catch (error) {
        this.log.error('could not be read; trying again at the next poll', error);
      }
    }
  }

  private claim(): Promise<ClaimedRow[]> {
    return rows<ClaimedRow>(
      this.transactor.reader,
      `UPDATE shared.outbox o
          SET leased_until = now() + make_interval(secs => ${String(LEASE_SECONDS)}),
              attempts = attempts + 1
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
  }

  private async deliver(claimed: ClaimedRow[]): Promise<void> {
    const delivered: string[] = [];
    for (const row of claimed.sort((a, b) => (a.id < b.id ? -1 : 1))) {
      try {
        await this.handler(row.payload);
        delivered.push(row.id);
      } catch (error) {
        this.log.error(`${row.id} was not delivered (attempt ${String(row.attempts)})`, error);
        await this.postpone(row);
      }
    }
    if (delivered.length > 0) {
      await this.transactor.reader.query('DELETE FROM shared.outbox WHERE id = ANY($1)', [
        delivered,
      ]);
    }
  }

  private async postpone(row: ClaimedRow): Promise<void> {
    await this.transactor.reader.query(
      `UPDATE shared.outbox SET leased_until = NULL, run_at = now() + make_interval(secs => $2)
        WHERE id = $1`,
      [row.id, 2 ** row.attempts],
    );
  }
}
