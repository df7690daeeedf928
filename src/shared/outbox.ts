// What must happen after a commit is written into the same commit: `publish` inserts a row, and the
// topic's lane hands it to the topic's handler, at least once. Handlers must therefore tolerate a
// repeat, and readers decide by revision, not by order of arrival. A row is born leased to the process
// that wrote it, which delivers it from memory right after its commit; should that process die, the
// lease runs out and another one finds the row.
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { afterCommit, preparedRows, Transactor, type Tx } from './database.js';
import { newId } from './ids.js';
import {
  type Handing,
  type Handler,
  type HandlerOfMany,
  LEASE,
  OutboxLane,
} from './outbox-lane.js';
import { assert } from './refusal.js';

export interface OutboxMessage {
  readonly topic: string;
  /** Plain JSON. Ids and views only; never a secret. */
  readonly payload: unknown;
}

// The poll only finds what another process left behind when it died, and what waits for another
// attempt.
const POLL_MS = 1000;

@Injectable()
export class Outbox implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly lanes = new Map<string, OutboxLane>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly transactor: Transactor) {}

  /**
   * Names the one handler of a topic, and how many rows it may have in hand at once. Called while the
   * modules start.
   */
  handle(topic: string, handler: (payload: never) => Promise<void> | void, atOnce = 1): void {
    this.open(topic, { each: handler as Handler, atOnce });
  }

  /**
   * Names the one handler of a topic that takes all that waits at once. A lone message leaves without
   * delay; those that come in the next `pauseMs` milliseconds leave together.
   */
  handleTogether(
    topic: string,
    handler: (payloads: never[]) => Promise<void> | void,
    pauseMs: number,
  ): void {
    this.open(topic, { together: handler as HandlerOfMany, pauseMs });
  }

  private open(topic: string, handing: Handing): void {
    assert(!this.lanes.has(topic), `outbox topic ${topic} has two handlers`);
    this.lanes.set(topic, new OutboxLane(this.transactor, topic, handing));
  }

  /** Writes the messages into the transaction; they leave once it has committed. */
  async publish(tx: Tx, messages: readonly OutboxMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const rows = messages.map((message) => ({ ...message, id: newId('obx') }));
    await preparedRows(
      tx,
      `INSERT INTO shared.outbox (id, topic, payload, leased_until, attempts)
       SELECT id, topic, payload, now() + ${LEASE}, 1
         FROM UNNEST($1::text[], $2::text[], $3::jsonb[]) AS m (id, topic, payload)`,
      [
        rows.map((row) => row.id),
        rows.map((row) => row.topic),
        rows.map((row) => JSON.stringify(row.payload)),
      ],
    );
    afterCommit(tx, () => {
      for (const { id, topic, payload } of rows) {
        this.lanes.get(topic)?.take({ id, payload, attempts: 1 });
      }
    });
  }

  // The lanes take turns, so that they do not all ask at one moment and make others wait.
  onApplicationBootstrap(): void {
    let turn = 0;
    this.timer = setInterval(
      () => {
        const lanes = [...this.lanes.values()];
        lanes[turn++ % lanes.length]?.poll();
      },
      POLL_MS / Math.max(1, this.lanes.size),
    );
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([...this.lanes.values()].map((lane) => lane.stop()));
  }
}
