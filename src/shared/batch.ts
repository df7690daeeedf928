// The one performance idea. Calls of the same verb that arrive while a flush is in flight are
// gathered, and flushed together as one database transaction. An idle server flushes at once, so a
// lone request waits for nothing. What must always hold: each call gets its own answer, and a call
// that makes the database fail hurts only itself. Where commands can say what they lock, two flushes
// may be under way side by side, as long as they have none of it in common.

export interface BatchOptions<Command> {
  /** The most commands one flush may carry. */
  readonly max?: number;
  /** Commands with the same key never share a flush: the later one must see what the first did. */
  readonly key?: (command: Command) => string;
  /** How many flushes may be under way at once; more than one needs `locks`. */
  readonly lanes?: number;
  /** What the command will lock. It waits while a flush under way, or a command before it, has it. */
  readonly locks?: (command: Command) => readonly string[];
}

interface Waiting<Command, Answer> {
  readonly command: Command;
  readonly key: string | undefined;
  readonly locks: readonly string[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

// 256 commands make about 256 kB of parameters and hold their locks for some tens of milliseconds;
// more would lengthen everybody's wait without saving another round trip.
const BATCH_MAX = 256;

export class Batch<Command, Answer> {
  private waiting: Waiting<Command, Answer>[] = [];
  /** What is under way: its commands, and what they lock. */
  private readonly underWay = new Set<{ size: number; locked: ReadonlySet<string> }>();
  private starting = false;
  private readonly max: number;
  private readonly lanes: number;
  private readonly key: ((command: Command) => string) | undefined;
  private readonly locks: (command: Command) => readonly string[];

  /** `flush` answers the commands in their order; it throws only when the database does. */
  constructor(
    private readonly flush: (commands: Command[]) => Promise<readonly Answer[]>,
    options: BatchOptions<Command> = {},
  ) {
    this.max = options.max ?? BATCH_MAX;
    this.lanes = options.locks === undefined ? 1 : (options.lanes ?? 1);
    this.key = options.key;
    this.locks = options.locks ?? (() => []);
  }

  submit(command: Command): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const key = this.key?.(command);
      this.waiting.push({ command, key, locks: this.locksOf(command, key), resolve, reject });
      if (this.underWay.size === 0) this.start();
      else if (this.lanes > 1) this.startSoon();
    });
  }

  // Beside a flush under way the next one is put together once in a turn of the loop, not once for
  // every command that comes in it.
  private startSoon(): void {
    if (this.starting) return;
    this.starting = true;
    setImmediate(() => {
      this.starting = false;
      this.start();
    });
  }

  // Another flush is begun beside those under way only when at least half as many wait as any of
  // them carries: lanes of like size keep each other busy, where a small one beside a large one would
  // only cost a transaction of its own.
  private start(): void {
    while (this.waiting.length > 0 && this.underWay.size < this.lanes) {
      const largest = Math.max(0, ...[...this.underWay].map(({ size }) => size));
      if (this.waiting.length * 2 < largest) return;
      const free = this.lanes - this.underWay.size;
      const { batch, locked } = this.take(Math.ceil(this.waiting.length / free));
      if (batch.length === 0) return;
      void this.run(batch, locked);
    }
  }

  private async run(batch: Waiting<Command, Answer>[], locked: ReadonlySet<string>): Promise<void> {
    const lane = { size: batch.length, locked };
    this.underWay.add(lane);
    try {
      await this.settle(batch);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else await this.settleAlone(batch);
    }
    // Those who were just answered come again in this turn of the loop; without waiting for them the
    // callers would fall into two halves, each missing the other's flush.
    await new Promise((turn) => setImmediate(turn));
    this.underWay.delete(lane);
    this.start();
  }

  private async settle(batch: Waiting<Command, Answer>[]): Promise<void> {
    const answers = await this.flush(batch.map((item) => item.command));
    batch.forEach((item, index) => {
      item.resolve(answers[index] as Answer);
    });
  }

  // A failed flush was rolled back whole. If its commit was lost on the way instead, the commands'
  // idempotency keys make the second run answer what the first one did.
  private async settleAlone(batch: Waiting<Command, Answer>[]): Promise<void> {
    for (const item of batch) {
      try {
        await this.settle([item]);
      } catch (error) {
        item.reject(error);
      }
    }
  }

  // Whoever has to wait keeps what it wants from those behind it, so nobody is overtaken for ever.
  // A share of what waits is left to the other lanes, but not what they could not take anyway.
  private take(atMost: number): { batch: Waiting<Command, Answer>[]; locked: Set<string> } {
    const batch: Waiting<Command, Answer>[] = [];
    const left: Waiting<Command, Answer>[] = [];
    const keys = new Set<string>();
    const locked = new Set<string>();
    const taken = new Set<string>();
    for (const { locked: others } of this.underWay) for (const lock of others) taken.add(lock);
    for (const item of this.waiting) {
      const { key, locks } = item;
      const room = locks.some((lock) => locked.has(lock)) ? this.max : Math.min(atMost, this.max);
      const waits =
        batch.length >= room ||
        (key !== undefined && keys.has(key)) ||
        locks.some((lock) => taken.has(lock));
      (waits ? left : batch).push(item);
      for (const lock of locks) (waits ? taken : locked).add(lock);
      if (!waits && key !== undefined) keys.add(key);
    }
    this.waiting = left;
    return { batch, locked };
  }

  private locksOf(command: Command, key: string | undefined): readonly string[] {
    const locks = this.locks(command);
    return key === undefined ? locks : [...locks, `key ${key}`];
  }
}
