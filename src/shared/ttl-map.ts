// A small memory for answers that may be a moment old: who holds a session, how a person is called.
// It keeps the money path from asking the database the same thing a thousand times a second. It is
// never used for money, limits or decisions.

export class TtlMap<Key, Value> {
  private readonly entries = new Map<Key, { value: Value; until: number }>();

  constructor(
    private readonly ttlMs: number,
    private readonly sizeMax = 50_000,
  ) {}

  get(key: Key): Value | undefined {
    const entry = this.entries.get(key);
    return entry !== undefined && entry.until > monotonicMs() ? entry.value : undefined;
  }

  set(key: Key, value: Value): void {
    // Forgetting everything at once is crude, and costs one slow moment in fifty thousand entries.
    if (this.entries.size >= this.sizeMax) this.entries.clear();
    this.entries.set(key, { value, until: monotonicMs() + this.ttlMs });
  }

  delete(key: Key): void {
    this.entries.delete(key);
  }
}

const monotonicMs = (): number => performance.now();
