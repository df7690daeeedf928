// Every movement of money at the processor is listed, kept, and joined to the entry in our books that
// it stands behind. One that has none is never passed over: it is booked to suspense, so that our
// accounts still agree with the processor's, and a break waits for finance. When its true entry comes
// after all, suspense is cleared again.
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type EntryDraft, Ledger, postedReferences } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { feedPosition, moveFeed } from '../inbox/feed-store.js';
import { ProcessorFeed } from '../processor/feed.js';
import { Sweeper } from '../sweep/sweeper.js';
import { explain, recognisedEntry, suspenseEntry } from './explain-movement.js';
import {
  closeBreak,
  explainMovements,
  insertMovements,
  lockUnexplained,
  openBreak,
  type OpenMovement,
} from './movement-store.js';

const FEED = 'movements';
const OVERLAP_MS = 60 * 60_000;
const EXPLAIN_MAX = 500;

@Injectable()
export class MovementParts {
  constructor(
    readonly ledger: Ledger,
    readonly feed: ProcessorFeed,
    readonly clock: Clock,
  ) {}
}

@Injectable()
export class ReadMovements implements OnModuleInit {
  private readonly log = new Logger(ReadMovements.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly parts: MovementParts,
    private readonly sweeper: Sweeper,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const { feedSeconds } = this.config.stripe;
    this.sweeper.add('reading movements', () => this.run(), feedSeconds);
  }

  /** Reads what is new, and explains what can be explained. */
  async run(): Promise<void> {
    const db = this.transactor.reader;
    const since = new Date((await feedPosition(db, FEED)).getTime() - OVERLAP_MS);
    const movements = await this.parts.feed.movementsSince(since);
    await insertMovements(db, movements);
    const last = movements.at(-1);
    if (last !== undefined) await moveFeed(db, FEED, last.occurredAt);
    await this.transactor.run((tx) => this.explainOpen(tx));
  }

  private async explainOpen(tx: Tx): Promise<void> {
    const { ledger, clock } = this.parts;
    const at = clock.now();
    const open = await lockUnexplained(tx, EXPLAIN_MAX);
    const answers = open.map((movement) => ({ movement, answer: explain(movement, at) }));
    const posted = await postedReferences(
      tx,
      answers.flatMap(({ answer }) => (answer.kind === 'entry' ? [answer.reference] : [])),
    );
    const entries = new Map<string, string>();
    const drafts: EntryDraft[] = [];
    for (const { movement, answer } of answers) {
      if (answer.kind === 'book') {
        entries.set(movement.id, answer.entry.reference);
        drafts.push(answer.entry);
      } else if (answer.kind === 'entry' && posted.has(answer.reference)) {
        entries.set(movement.id, answer.reference);
        if (movement.broken) drafts.push(...(await this.recognise(tx, movement, answer.reference)));
      } else if (!movement.broken && (answer.kind === 'unknown' || movement.overdue)) {
        const why = answer.kind === 'unknown' ? answer.why : `no entry ${answer.reference}`;
        drafts.push(...(await this.suspend(tx, movement, why)));
      }
    }
    await explainMovements(tx, entries);
    await this.post(tx, ledger, drafts);
  }

  private async suspend(tx: Tx, movement: OpenMovement, why: string): Promise<EntryDraft[]> {
    const at = this.parts.clock.now();
    this.log.error(`${movement.id}: ${why}; it is in suspense and waits for finance`);
    await openBreak(tx, movement.id, why, at);
    return movement.amount === movement.fee ? [] : [suspenseEntry(movement, at)];
  }

  private async recognise(
    tx: Tx,
    movement: OpenMovement,
    reference: string,
  ): Promise<EntryDraft[]> {
    const at = this.parts.clock.now();
    await closeBreak(tx, movement.id, `recognised as ${reference}`, at);
    return movement.amount === movement.fee ? [] : [recognisedEntry(movement, at)];
  }

  private async post(tx: Tx, ledger: Ledger, drafts: readonly EntryDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    const accounts = drafts.flatMap(({ lines }) => lines.map(({ account }) => account));
    const books = await ledger.lock(tx, accounts);
    for (const draft of drafts) {
      const refusal = books.post(draft);
      if (refusal !== undefined) throw new Error(`${draft.reference}: ${refusal.code}`);
    }
    await ledger.write(tx, books);
  }
}
