// The one performance idea. Calls of the same verb that arrive while a flush is in flight are
// gathered, and flushed together as one database transaction. An idle server flushes at once, so a
// lone request waits for nothing. What must always hold: each call gets its own answer, and a call
// that makes the database fail hurts only itself.

export interface BatchOptions<Command> {
  /** The most commands one flush may carry. */
  readonly max?: number;
  /** Commands with the same key never share a flush: the later one must see what the first did. */
  readonly key?: (command: Command) => string;
}

interface Waiting<Command, Answer> {
  readonly command: Command;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

// 256 commands make about 256 kB of parameters and hold their locks for some tens of milliseconds;
// more would lengthen everybody's wait without saving another round trip.
const BATCH_MAX = 256;

export class Batch<Command, Answer> {
  private waiting: Waiting<Command, Answer>[] = [];
  private flushing = false;
  private readonly max: number;
  private readonly key: ((command: Command) => string) | undefined;

  /** `flush` answers the commands in their order; it throws only when the database does. */
  constructor(
    private readonly flush: (commands: Command[]) => Promise<readonly Answer[]>,
    options: BatchOptions<Command> = {},
  ) {
    this.max = options.max ?? BATCH_MAX;
    this.key = options.key;
  }

  submit(command: Command): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ command, resolve, reject });
      if (!this.flushing) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.flushing = true;
    while (this.waiting.length > 0) {
      const batch = this.take();
      try {
        await this.settle(batch);
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error);
        else await this.settleAlone(batch);
      }
    }
    this.flushing = false;
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

  private take(): Waiting<Command, Answer>[] {
    const taken: Waiting<Command, Answer>[] = [];
    const left: Waiting<Command, Answer>[] = [];
    const keys = new Set<string>();
    for (const item of this.waiting) {
      const key = this.key?.(item.command);
      if (taken.length === this.max || (key !== undefined && keys.has(key))) {
        left.push(item);
      } else {
        if (key !== undefined) keys.add(key);
        taken.push(item);
      }
    }
    this.waiting = left;
    return taken;
  }
}
