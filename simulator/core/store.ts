// All state, in memory, by kind and id, in the order things were first made. It is changed only by
// applying a finished request's changes, which are journaled first, so memory never knows anything
// that a restart would forget.
import { Journal, type Change } from './journal.js';
import { KINDS, type Kind, type Kinds } from './kinds.js';

type Shelves = { [K in Kind]: Map<string, Kinds[K]> };

function emptyShelves(): Shelves {
  return Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as unknown as Shelves;
}

/** The simulator's objects. Values handed out must not be changed in place. */
export class Store {
  private readonly shelves = emptyShelves();
  private readonly journal: Journal;

  /** Opens the store; `file` null keeps everything in memory only. */
  constructor(file: string | null) {
    this.journal = new Journal(file, (changes) => {
      this.remember(changes);
    });
  }

  get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    return this.shelves[kind].get(id);
  }

  /** Every object of a kind, oldest first. */
  all<K extends Kind>(kind: K): IterableIterator<Kinds[K]> {
    return this.shelves[kind].values();
  }

  /** Makes changes real: journal first, memory second. */
  apply(changes: readonly Change[]): void {
    this.journal.append(changes);
    this.remember(changes);
  }

  /** Forgets a saved answer whose time is over; a restart finds it expired again. */
  forget(kind: 'saved_answer', id: string): void {
    this.shelves[kind].delete(id);
  }

  close(): void {
    this.journal.close();
  }

  private remember(changes: readonly Change[]): void {
    for (const [kind, value] of changes) {
      (this.shelves[kind] as Map<string, typeof value>).set(value.id, value);
    }
  }
}
