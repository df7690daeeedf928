// What finance sees of the inbox, and how it has events worked on again.
import { Injectable } from '@nestjs/common';
import { rows, Transactor } from '../../shared/database.js';
import { refusals } from '../../shared/refusal.js';
import type { ProcessorEventsPage, ProcessorEventView, ReplayView } from './contract.js';
import { Inbox } from './inbox.js';
import { reopenEvents } from './inbox-store.js';

const refuse = refusals({
  event_unknown: {
    kind: 'missing',
    title: 'There is no such event that could be worked on again.',
  },
});

const REPLAY_MAX = 1000;

type EventRow = Omit<ProcessorEventView, 'receivedAt' | 'occurredAt' | 'appliedAt' | 'nextAt'> & {
  receivedAt: Date;
  occurredAt: Date | null;
  appliedAt: Date | null;
  nextAt: Date | null;
  place: string;
};

@Injectable()
export class InboxDesk {
  constructor(
    private readonly transactor: Transactor,
    private readonly inbox: Inbox,
  ) {}

  /** Events, newest first, and the counts of all that was refused. */
  async page(
    state: ProcessorEventView['state'] | null,
    before: string | null,
    limit: number,
  ): Promise<ProcessorEventsPage> {
    const { reader } = this.transactor;
    const [time = null, id = null] = before?.split(',') ?? [];
    const found = await rows<EventRow>(
      reader,
      `SELECT id, type, state, account, object_id AS "objectId", found_by AS "foundBy", attempts,
              last_error AS "lastError", received_at AS "receivedAt", occurred_at AS "occurredAt",
              applied_at AS "appliedAt", next_at AS "nextAt",
              to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || ',' || id AS place
         FROM payments.processor_events
        WHERE ($1::payments.event_state IS NULL OR state = $1)
          AND ($2::timestamptz IS NULL OR (received_at, id) < ($2, $3::text))
        ORDER BY received_at DESC, id DESC LIMIT $4`,
      [state, time, id, limit + 1],
    );
    const page = found.slice(0, limit);
    return {
      events: page.map(toView),
      next: found.length > limit ? (page.at(-1)?.place ?? null) : null,
      counts: await rows(
        reader,
        `SELECT state::text, count(*)::int AS count FROM payments.processor_events GROUP BY 1 ORDER BY 1`,
      ),
      refused: await rows(
        reader,
        `SELECT reason, count::int, last_at AS "lastAt" FROM payments.event_refusals ORDER BY 1`,
      ),
    };
  }

  /** Has one event worked on again. Refuses `event_unknown`. */
  async replayOne(eventId: string): Promise<ReplayView> {
    const replayed = await this.replay({ ids: [eventId], from: null, until: null, dead: false });
    if (replayed === 0) throw refuse('event_unknown');
    return { replayed };
  }

  /** Has a range of events worked on again. */
  async replayRange(range: {
    from: Date | null;
    until: Date | null;
    dead: boolean;
  }): Promise<ReplayView> {
    return { replayed: await this.replay({ ids: null, ...range }) };
  }

  private async replay(range: Parameters<typeof reopenEvents>[1]): Promise<number> {
    return this.transactor.run(async (tx) => {
      const ids = await reopenEvents(tx, range, REPLAY_MAX);
      for (const id of ids) await this.inbox.publish(tx, id);
      return ids.length;
    });
  }
}

const toView = (row: EventRow): ProcessorEventView => ({
  id: row.id,
  type: row.type,
  state: row.state,
  account: row.account,
  objectId: row.objectId,
  foundBy: row.foundBy,
  attempts: row.attempts,
  lastError: row.lastError,
  receivedAt: row.receivedAt.toISOString(),
  occurredAt: row.occurredAt?.toISOString() ?? null,
  appliedAt: row.appliedAt?.toISOString() ?? null,
  nextAt: row.nextAt?.toISOString() ?? null,
});
