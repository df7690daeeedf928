// Runs commands through the real verbs on a real PostgreSQL, in batches, and compares every outcome
// with the model's. The first difference ends a history and is answered in words.
import { type AccountRef, type EntryDraft, LEDGER_CHECKS } from '../../src/ledger/index.js';
import type { Books, Outcome } from '../../src/ledger/index.js';
import type { StagedLine } from '../../src/ledger/books/staged.js';
import { runChecks } from '../../src/shared/audit.js';
import { addressOf, type BooksCommand, type LedgerCommands } from './ledger-commands.js';
import type { LedgerModel, ModelAnswer } from './ledger-model.js';
import { codeThrown, type LedgerVerbs } from './ledger-verbs.js';

/** What became of one command. `ids` are those of new entries. */
export interface Done extends ModelAnswer {
  readonly ids: readonly string[];
}

const SAID = { reason: 'history', changedBy: 'fay' };
const refused = (code: string, replayed = false): Done => ({ code, replayed, lines: [], ids: [] });

interface Written {
  readonly id: string;
  readonly lines: readonly Pick<StagedLine, 'accountVersion' | 'balanceBefore' | 'balanceAfter'>[];
}

const doneBy = (entries: readonly Written[], replayed = false): Done => ({
  code: 'posted',
  replayed,
  ids: entries.map(({ id }) => id),
  lines: entries.flatMap(({ lines }) =>
    lines.map((l) => [l.accountVersion, l.balanceBefore, l.balanceAfter] as const),
  ),
});

const outcomeDone = (outcome: Outcome | undefined): Done => {
  if (outcome === undefined) return refused('nothing');
  return outcome.kind === 'posted'
    ? doneBy(outcome.entries, outcome.replayed)
    : refused(outcome.code, outcome.replayed);
};

/** Posts by reference, all in one transaction. */
export const runPostings = async (
  books: LedgerVerbs,
  postings: readonly (readonly EntryDraft[])[],
): Promise<Done[]> =>
  (await books.post(...postings.map((entries) => ({ entries })))).map(outcomeDone);

/** Commands about holds, decided one after the other under one lock. */
export function runBooks(books: LedgerVerbs, commands: readonly BooksCommand[]): Promise<Done[]> {
  const accounts = commands.flatMap((command): AccountRef[] => {
    if (command.kind === 'hold') return [command.from, command.to];
    const entries = command.kind === 'void' ? [] : command.entries;
    const lines = entries.flatMap((entry) => entry.lines.map(({ account }) => account));
    return command.kind === 'direct' ? lines : [...lines, command.hold.from, command.hold.to];
  });
  const holds = commands.flatMap((command) => ('hold' in command ? [command.hold.reference] : []));
  return books.transactor.run(async (tx) => {
    const locked = await books.ledger.lockKnown(tx, accounts, holds);
    const done = commands.map((command) => {
      const first = locked.entries.length;
      const refusal = say(locked, command);
      if (refusal !== undefined) return refused(refusal.code);
      const written = locked.entries.slice(first);
      return written.length === 0 ? refused('done') : doneBy(written);
    });
    await books.ledger.write(tx, locked);
    return done;
  });
}

function say(locked: Books, command: BooksCommand): ReturnType<Books['hold']> {
  switch (command.kind) {
    case 'hold': {
      const { from: account, to: counterAccount, ...draft } = command;
      return locked.hold({ ...draft, account, counterAccount, reason: 'history' });
    }
    case 'post':
      return locked.postHold(command.hold.reference, command.entries, command.part);
    case 'void':
      return locked.voidHold(command.hold.reference);
    case 'direct':
      return locked.post(...command.entries);
  }
}

/** The same command in the model. */
export function inModel(model: LedgerModel, command: BooksCommand): ModelAnswer {
  switch (command.kind) {
    case 'hold': {
      const { reference, from, to, amount, expiresAt } = command;
      const time = expiresAt?.getTime() ?? null;
      return refused(model.hold(reference, addressOf(from), addressOf(to), amount, time));
    }
    case 'post':
      return model.postHold(command.hold.reference, command.entries, command.part);
    case 'void':
      return refused(model.voidHold(command.hold.reference));
    case 'direct':
      return model.direct(command.entries);
  }
}

export const runReversal = async (
  books: LedgerVerbs,
  { entryId, reference, entries }: ReturnType<LedgerCommands['reversal']>,
): Promise<Done> => {
  const [first] = entries;
  const outcome = await books.transactor.run((tx) =>
    books.corrections.reverse(tx, {
      entryId,
      reference,
      reason: first?.reason ?? 'a mistake',
      recordedBy: first?.recordedBy ?? 'fay',
      approvedBy: first?.approvedBy ?? 'gus',
      occurredAt: first?.occurredAt ?? books.clock.now(),
    }),
  );
  return outcomeDone(outcome);
};

export const runLimit = async (
  books: LedgerVerbs,
  { account, change }: ReturnType<LedgerCommands['limit']>,
): Promise<Done> => {
  const work = books.transactor.run((tx) =>
    books.limits.change(tx, account, { ...change, ...SAID }),
  );
  return refused(String(await codeThrown(work)));
};

/** Takes every account once, so that whatever has expired is ended on all of them. */
export const touchAll = (books: LedgerVerbs, accounts: readonly AccountRef[]): Promise<void> =>
  books.transactor.run(async (tx) => {
    await books.ledger.write(tx, await books.ledger.lockKnown(tx, accounts));
  });

/** What all accounts have, by address: `balance held incoming version`. */
export async function standings(books: LedgerVerbs): Promise<Record<string, string>> {
  const found = await books.rows<{ address: string; standing: string }>(
    `SELECT address, concat_ws(' ', balance, held, incoming, version, state, coalesce(floor::text, '-'),
                               coalesce(ceiling::text, '-')) AS standing
       FROM ledger.accounts WHERE NOT append_only ORDER BY address`,
  );
  return Object.fromEntries(found.map(({ address, standing }) => [address, standing]));
}

/** The same as the model has it. */
export const modelStandings = (model: LedgerModel): Record<string, string> =>
  Object.fromEntries(
    [...model.accounts]
      .filter(([, { guarded }]) => guarded)
      .map(([address, { balance, held, incoming, version, state, floor, ceiling }]) => [
        address,
        [balance, held, incoming, version, state, floor ?? '-', ceiling ?? '-'].join(' '),
      ]),
  );

/** The invariants that do not hold, in words. */
export const auditFaults = (books: LedgerVerbs): Promise<string[]> =>
  books.dataSource.transaction('REPEATABLE READ', async (db) => {
    const results = await runChecks(db, LEDGER_CHECKS);
    return results.flatMap(({ name, difference: d }) => (d === null ? [] : [`${name}: ${d}`]));
  });

/** Seals all, and says what is left without a position or out of its account's order. */
export async function sealingFaults(books: LedgerVerbs): Promise<Record<string, number>> {
  await books.sealer.seal();
  const [row] = await books.rows<Record<string, number>>(
    `SELECT (SELECT count(*) FROM ledger.unsealed)::int AS unsealed,
            (SELECT count(*) FROM ledger.entries e
              WHERE NOT EXISTS (SELECT FROM ledger.positions p WHERE p.entry_id = e.id))::int AS without,
            (SELECT count(*) FROM (
               SELECT p.position < lag(p.position) OVER (PARTITION BY l.account_id
                                                         ORDER BY l.account_version) AS wrong
                 FROM ledger.lines l JOIN ledger.positions p USING (entry_id)
                WHERE l.account_version IS NOT NULL) x WHERE wrong)::int AS disorder`,
  );
  return row ?? {};
}
