// All state, in memory, by account, kind and id, in the order things were first made. It is changed
// only by applying a finished request's changes, which are journaled first, so memory never knows
// anything that a restart would forget. The platform is one account among others; what belongs to a
// connected account is never found in another's.
import { Journal, PLATFORM, type Change } from './journal.js';
import { KINDS, type Kind, type Kinds } from './kinds.js';

type Shelves = { [K in Kind]: Map<string, Kinds[K]> };

function emptyShelves(): Shelves {
  return Object.fromEntries(KINDS.map((kind) => [kind, new Map()])) as unknown as Shelves;
}

/** What one account owns, to be read only. Values handed out must not be changed in place. */
export class AccountView {
  constructor(
    private readonly store: Store,
    readonly account: string,
  ) {}

  get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    return this.store.get(kind, id, this.account);
  }

  /** Every object of a kind that this account owns, oldest first. */
  all<K extends Kind>(kind: K): IterableIterator<Kinds[K]> {
    return this.store.all(kind, this.account);
  }
}

/** The simulator's objects. Values handed out must not be changed in place. */
export class Store {
  private readonly accounts = new Map<string, Shelves>();
  private readonly journal: Journal;

  /** Opens the store; `file` null keeps everything in memory only. */
  constructor(file: string | null) {
    this.accounts.set(PLATFORM, emptyShelves());
    this.journal = new Journal(file, (changes) => {
      this.remember(changes);
    });
  }

  get<K extends Kind>(kind: K, id: string, account = PLATFORM): Kinds[K] | undefined {
    return this.accounts.get(account)?.[kind].get(id);
  }

  /** Every object of a kind that an account owns, oldest first. */
  all<K extends Kind>(kind: K, account = PLATFORM): IterableIterator<Kinds[K]> {
    return (this.accounts.get(account)?.[kind] ?? new Map<string, Kinds[K]>()).values();
  }

  /** The accounts that own anything, the platform first. */
  owners(): readonly string[] {
    return [...this.accounts.keys()];
  }

  /** Makes changes real: journal first, memory second. */
  apply(changes: readonly Change[]): void {
    this.journal.append(changes);
    this.remember(changes);
  }

  /** Forgets a saved answer whose time is over; a restart finds it expired again. */
  forget(kind: 'saved_answer', id: string, account = PLATFORM): void {
    this.accounts.get(account)?.[kind].delete(id);
  }

  close(): void {
    this.journal.close();
  }

  private remember(changes: readonly Change[]): void {
    for (const [kind, value, account = PLATFORM, removed] of changes) {
      const shelves = this.accounts.get(account) ?? emptyShelves();
      this.accounts.set(account, shelves);
      const shelf = shelves[kind] as Map<string, typeof value>;
      if (removed === 'removed') shelf.delete(value.id);
      else shelf.set(value.id, value);
    }
  }
}
