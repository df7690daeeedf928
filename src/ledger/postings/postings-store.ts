// What is already known of references: which were posted and with which body, which were refused, and
// from when on the books are open. Whoever asks for a reference has it to himself until his
// transaction ends, so that two who come at once with the same one cannot both be the first.
import { hash } from 'node:crypto';
import { preparedRows, rows, type Tx } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { addressOf, CHART, normalSide, refOfRow, type Side } from '../chart.js';
import type { Outcome, PostedEntry, PostedLine, Posting } from './posting.js';
import type { LedgerRefusalCode } from '../refusals.js';
import { encode } from '../seals/canonical.js';

export interface Refused {
  readonly reference: string;
  /** Hash of what was asked for, in hexadecimal. */
  readonly body: string;
  readonly code: LedgerRefusalCode;
  readonly detail: string;
}

export interface Known {
  /** By the reference that names the posting: the hash of what was asked for, and the answer. */
  readonly outcomes: Map<string, { readonly body: () => string; readonly outcome: Outcome }>;
  /** Every reference that has been used for an entry or an attempt. */
  readonly taken: Set<string>;
  /** Nothing that occurred before it is written any more; null when nothing was ever closed. */
  readonly openFrom: Date | null;
}

interface BodyEntry {
  readonly template: string;
  readonly reference: string;
  readonly occurredAt: Date;
  readonly reverses?: string | null;
  readonly reason?: string | null;
  readonly recordedBy?: string | null;
  readonly approvedBy?: string | null;
  readonly lines: readonly { address: string; side: Side; amount: bigint; currency: string }[];
}

interface GroupRow {
  id: string;
  head: string;
  template: string;
  reference: string;
  occurredAt: string;
  reverses: string | null;
  reason: string | null;
  recordedBy: string | null;
  approvedBy: string | null;
  lines: {
    code: number;
    owner: string;
    side: Side;
    amount: string;
    currency: string;
    version: string | null;
    after: string | null;
  }[];
}

/** What was asked for, as one hash: entries, their lines, and who stands for them. */
export const bodyHash = ({ entries }: Posting): string =>
  hashOfBody(
    entries.map((entry) => ({
      ...entry,
      lines: entry.lines.map((line) => ({ ...line, address: addressOf(line.account) })),
    })),
  );

function hashOfBody(entries: readonly BodyEntry[]): string {
  const fields = entries.flatMap((entry) => [
    entry.template,
    entry.reference,
    entry.occurredAt,
    entry.reverses ?? null,
    entry.reason ?? null,
    entry.recordedBy ?? null,
    entry.approvedBy ?? null,
    entry.lines.length,
    ...entry.lines.flatMap(({ address, side, amount, currency }) => [
      address,
      side,
      amount,
      currency,
    ]),
  ]);
  return hash('sha256', encode('tenner.posting.v1', ...fields), 'hex');
}

/** Reserves the references for this transaction and answers what is known of them. */
export async function reserve(tx: Tx, references: readonly string[]): Promise<Known> {
  const [found] = await preparedRows<{
    open_from: Date | null;
    posted: string[];
    refused: { reference: string; body: string; code: LedgerRefusalCode; detail: string }[] | null;
  }>(tx, 'SELECT open_from, posted, refused FROM ledger.reserve($1)', [references]);
  const { open_from: openFrom, posted, refused } = present(found, 'one row of what is known');
  const outcomes = await groupsOf(tx, posted);
  for (const { reference, body, code, detail } of refused ?? []) {
    outcomes.set(reference, {
      body: () => body,
      outcome: { kind: 'refused', replayed: true, code, detail },
    });
  }
  return { outcomes, openFrom, taken: new Set([...posted, ...outcomes.keys()]) };
}

/** Remembers what was refused. */
export async function insertAttempts(tx: Tx, refused: readonly Refused[]): Promise<void> {
  if (refused.length === 0) return;
  await tx.query(
    `INSERT INTO ledger.attempts (reference, body_hash, code, detail)
     SELECT reference, decode(body, 'hex'), code, detail
       FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[])
            AS n (reference, body, code, detail)`,
    [
      refused.map(({ reference }) => reference),
      refused.map(({ body }) => body),
      refused.map(({ code }) => code),
      refused.map(({ detail }) => detail),
    ],
  );
}

// Whole groups by the reference of their first entry.
async function groupsOf(tx: Tx, references: readonly string[]): Promise<Known['outcomes']> {
  if (references.length === 0) return new Map();
  const found = await rows<GroupRow>(
    tx,
    `SELECT e.id, head.reference AS head, e.template, e.reference, e.reverses, e.reason,
            to_char(e.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt",
            e.recorded_by AS "recordedBy", e.approved_by AS "approvedBy",
            (SELECT jsonb_agg(jsonb_build_object('code', a.code, 'owner', a.owner, 'side', l.side,
                      'amount', l.amount::text, 'currency', l.currency,
                      'version', l.account_version::text, 'after', l.balance_after::text)
                      ORDER BY l.number)
               FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
              WHERE l.entry_id = e.id) AS lines
       FROM ledger.entries head
       JOIN ledger.entries e ON e.id = head.id OR e.linked_to = head.id
      WHERE head.reference = ANY($1) AND head.linked_to IS NULL ORDER BY e.id`,
    [references],
  );
  const groups = new Map<string, GroupRow[]>();
  for (const row of found) groups.set(row.head, [...(groups.get(row.head) ?? []), row]);
  return new Map(
    [...groups].map(([head, group]) => [
      head,
      {
        body: () => hashOfBody(group.map(bodyOf)),
        outcome: { kind: 'posted', replayed: true, entries: group.map(postedEntry) },
      },
    ]),
  );
}

const bodyOf = (row: GroupRow): BodyEntry => ({
  ...row,
  occurredAt: new Date(row.occurredAt),
  lines: row.lines.map((line) => ({
    address: addressOf(refOfRow(line)),
    side: line.side,
    amount: BigInt(line.amount),
    currency: line.currency,
  })),
});

const postedEntry = ({ id, reference, lines }: GroupRow): PostedEntry => ({
  id,
  reference,
  lines: lines.map((line): PostedLine => {
    const account = refOfRow(line);
    const amount = BigInt(line.amount);
    const after = line.after === null ? null : BigInt(line.after);
    const change = line.side === normalSide(CHART[account.name].kind) ? amount : -amount;
    return {
      account,
      side: line.side,
      amount,
      accountVersion: line.version === null ? null : BigInt(line.version),
      balanceBefore: after === null ? null : after - change,
      balanceAfter: after,
    };
  }),
});
