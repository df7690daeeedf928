// Nothing in the books is ever changed: what was wrong is written again the other way round, with a
// reason and with two people who stand for it, and dated in a period that is open. Entries that stood
// or fell together are reversed together, the last one first, so that money which came in by one and
// went out by the next finds its way back.
import { Injectable } from '@nestjs/common';
import { rows, type Tx } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { refOfRow, type Side } from '../chart.js';
import type { Outcome } from './posting.js';
import { Postings, type WouldRefuse } from './postings.js';
import { reserve } from './postings-store.js';
import type { LedgerRefusalCode } from '../refusals.js';
import type { EntryDraft } from '../templates/draft.js';

export interface ReversalCommand {
  readonly entryId: string;
  /** Names the reversal, unique for ever. */
  readonly reference: string;
  readonly reason: string;
  readonly recordedBy: string;
  readonly approvedBy: string;
  /** In an open period. */
  readonly occurredAt: Date;
}

interface EntryRow {
  id: string;
  reverses: string | null;
  /** The reference of the entry that reversed it. */
  reversed_as: string | null;
  lines: { code: number; owner: string; side: Side; amount: string; currency: string }[];
}

@Injectable()
export class Corrections {
  constructor(private readonly postings: Postings) {}

  /** Reverses an entry and those it stands with. Each is reversed once. */
  async reverse(tx: Tx, command: ReversalCommand): Promise<Outcome> {
    const { code, entries } = await plan(tx, command);
    if (code !== undefined) {
      return { kind: 'refused', replayed: false, code, detail: command.entryId };
    }
    const [outcome] = await this.postings.post(tx, [{ entries }]);
    return present(outcome, 'one posting, one outcome');
  }

  /** Why the reversal would be refused now, if it would be. Writes nothing. */
  async try(tx: Tx, command: ReversalCommand): Promise<WouldRefuse | undefined> {
    const { code, entries } = await plan(tx, command);
    if (code !== undefined) return { code, detail: command.entryId };
    return this.postings.try(tx, { entries });
  }
}

async function plan(
  tx: Tx,
  command: ReversalCommand,
): Promise<{ code: LedgerRefusalCode | undefined; entries: EntryDraft[] }> {
  // Reserved as if it were a reference: of two who reverse it at once, the second sees the first.
  await reserve(tx, [`reversal of ${await firstOfGroup(tx, command.entryId)}`]);
  const group = await groupOf(tx, command.entryId);
  const code = refusalOf(group, command);
  return { code, entries: code === undefined ? reversed(group, command) : [] };
}

function refusalOf(
  group: readonly EntryRow[],
  { reference }: ReversalCommand,
): LedgerRefusalCode | undefined {
  if (group.length === 0) return 'entry_unknown';
  if (group.some(({ reverses }) => reverses !== null)) return 'entry_is_reversal';
  const names = reversalNames(reference, group.length);
  const again = group.some(({ reversed_as: as }) => as !== null && !names.includes(as));
  return again ? 'entry_already_reversed' : undefined;
}

/** What the reversals of a group are called: the reference itself, then with .2, .3 and so on. */
const reversalNames = (reference: string, length: number): string[] =>
  Array.from({ length }, (_, index) =>
    index === 0 ? reference : `${reference}.${String(index + 1)}`,
  );

/** The group the other way round: last entry first, and each entry's last line first. */
function reversed(group: readonly EntryRow[], command: ReversalCommand): EntryDraft[] {
  const { reference, reason, recordedBy, approvedBy, occurredAt } = command;
  const names = reversalNames(reference, group.length);
  return [...group].reverse().map(({ id, lines }, index) => ({
    template: 'P15',
    reference: present(names[index], 'each entry of a group has a name for its reversal'),
    occurredAt,
    reverses: id,
    reason,
    recordedBy,
    approvedBy,
    lines: [...lines].reverse().map((line) => ({
      side: line.side === 'debit' ? 'credit' : 'debit',
      account: refOfRow(line),
      amount: BigInt(line.amount),
      currency: line.currency,
    })),
  }));
}

// Whichever entry of a group is asked for, the group is reversed under one lock.
async function firstOfGroup(tx: Tx, entryId: string): Promise<string> {
  const [found] = await rows<{ id: string }>(
    tx,
    'SELECT coalesce(linked_to, id) AS id FROM ledger.entries WHERE id = $1',
    [entryId],
  );
  return found?.id ?? entryId;
}

const groupOf = (tx: Tx, entryId: string): Promise<EntryRow[]> =>
  rows<EntryRow>(
    tx,
    `SELECT e.id, e.reverses,
            (SELECT r.reference FROM ledger.entries r WHERE r.reverses = e.id) AS reversed_as,
            (SELECT jsonb_agg(jsonb_build_object('code', a.code, 'owner', a.owner, 'side', l.side,
                      'amount', l.amount::text, 'currency', l.currency) ORDER BY l.number)
               FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
              WHERE l.entry_id = e.id) AS lines
       FROM ledger.entries asked
       JOIN ledger.entries e
         ON e.id = coalesce(asked.linked_to, asked.id)
         OR e.linked_to = coalesce(asked.linked_to, asked.id)
      WHERE asked.id = $1 ORDER BY e.id`,
    [entryId],
  );
