// Postings by reference: entries that stand or fall together, each posting exactly once under its
// references whoever asks how often. The first answer is the answer for ever: a posting that was
// refused stays refused, and the same reference with other lines is told so. Payments keep their own
// idempotency and go to the Ledger directly; this is the way for everybody else.
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import type { Books } from '../books/books.js';
import type { AccountRef } from '../chart.js';
import { Ledger } from '../ledger.js';
import type { Outcome, PostedEntry, Posting } from './posting.js';
import { bodyHash, insertAttempts, type Known, type Refused, reserve } from './postings-store.js';
import type { LedgerRefusalCode } from '../refusals.js';
import type { StagedEntry } from '../books/staged.js';

/** Why a posting would be refused. */
export type WouldRefuse = Pick<Extract<Outcome, { kind: 'refused' }>, 'code' | 'detail'>;

@Injectable()
export class Postings {
  constructor(private readonly ledger: Ledger) {}

  /** Posts each of them or refuses it, in their order. A refusal leaves nothing but its attempt. */
  async post(tx: Tx, postings: readonly Posting[]): Promise<Outcome[]> {
    const { known, books } = await this.prepare(tx, postings);
    const refused: Refused[] = [];
    const outcomes = postings.map((posting): Outcome => {
      const key = keyOf(posting);
      const earlier = known.outcomes.get(key);
      if (earlier !== undefined && earlier.body() === bodyHash(posting)) return earlier.outcome;
      // A name that is taken has its answer already, so there is nothing to remember.
      if (known.taken.has(key)) return refusedWith('reference_reused', key);
      const outcome = decide(posting, books, known);
      // Few are asked for twice in one batch, so what was asked for is only hashed then.
      const body = (): string => bodyHash(posting);
      if (outcome.kind === 'refused') refused.push({ ...outcome, reference: key, body: body() });
      known.outcomes.set(key, { body, outcome: { ...outcome, replayed: true } });
      // Of a refused posting only the name is remembered, in this transaction as in any later one.
      const used = outcome.kind === 'refused' ? [key] : referencesOf(posting);
      for (const reference of used) known.taken.add(reference);
      return outcome;
    });
    await this.ledger.write(tx, books);
    await insertAttempts(tx, refused);
    return outcomes;
  }

  /** Why the posting would be refused now, if it would be. Writes nothing, not even the attempt. */
  async try(tx: Tx, posting: Posting): Promise<WouldRefuse | undefined> {
    const { known, books } = await this.prepare(tx, [posting]);
    const outcome = decide(posting, books, known);
    return outcome.kind === 'refused' ? outcome : undefined;
  }

  private async prepare(tx: Tx, postings: readonly Posting[]) {
    const known = await reserve(tx, postings.flatMap(referencesOf));
    const fresh = postings.filter((posting) => !known.outcomes.has(keyOf(posting)));
    return { known, books: await this.ledger.lockKnown(tx, fresh.flatMap(accountsOf)) };
  }
}

function decide(posting: Posting, books: Books, { taken, openFrom }: Known): Outcome {
  const reused = referencesOf(posting).find(
    (reference, index, all) => taken.has(reference) || all.indexOf(reference) < index,
  );
  if (reused !== undefined) return refusedWith('reference_reused', reused);
  const early = posting.entries.find(
    ({ occurredAt }) => openFrom !== null && occurredAt < openFrom,
  );
  if (early !== undefined) return refusedWith('period_closed', early.reference);
  const first = books.entries.length;
  const refusal = books.post(...posting.entries);
  if (refusal !== undefined) return refusedWith(refusal.code, refusal.detail);
  return { kind: 'posted', replayed: false, entries: books.entries.slice(first).map(posted) };
}

const posted = ({ id, draft, lines }: StagedEntry): PostedEntry => ({
  id,
  reference: draft.reference,
  lines: lines.map(({ account, side, amount, accountVersion, balanceBefore, balanceAfter }) => ({
    account: account.ref,
    side,
    amount,
    accountVersion,
    balanceBefore,
    balanceAfter,
  })),
});

const refusedWith = (code: LedgerRefusalCode, detail: string): Outcome => ({
  kind: 'refused',
  replayed: false,
  code,
  detail,
});

/** The reference that names the posting. */
const keyOf = ({ entries }: Posting): string =>
  present(entries[0], 'a posting has at least one entry').reference;

const referencesOf = ({ entries }: Posting): string[] => entries.map(({ reference }) => reference);

const accountsOf = ({ entries }: Posting): AccountRef[] =>
  entries.flatMap(({ lines }) => lines.map(({ account }) => account));
