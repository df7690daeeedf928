// Which payments, refunds and cash-outs of a person a search means. Each kind and direction is one walk
// along an index from the newest down, cut at the page; a filter that excludes it leaves it out.
import { type Database, rows } from '../../shared/database.js';
import type { ActivityFacts, ActivityItem, ActivityState } from './contract.js';

/** What somebody looks for; null is anything. Amounts are minor units, both bounds inclusive. */
export interface ActivitySearch {
  readonly viewerId: string;
  readonly threadId: string | null;
  readonly personId: string | null;
  readonly direction: 'in' | 'out' | null;
  readonly kind: ActivityItem['kind'] | null;
  readonly state: ActivityState | null;
  readonly currency: string | null;
  readonly min: bigint | null;
  readonly max: bigint | null;
  readonly from: Date | null;
  readonly to: Date | null;
  /** What the note must have; see `NoteSearch`. */
  readonly tokens: readonly string[] | null;
  /** Only what came before the place of the page before. */
  readonly before: string | null;
}

export interface FoundActivity extends Pick<ActivityFacts, 'id' | 'direction'> {
  readonly kind: ActivityItem['kind'];
}

/** The place of something in the order of time: its id without what it is. */
export const placeOf = (id: string): string => id.slice(id.indexOf('_') + 1);

const STATES: Record<ActivityItem['kind'], Record<ActivityState, readonly string[]>> = {
  payment: {
    open: [
      ...['asking', 'sending', 'funding', 'authenticating', 'held', 'arriving', 'waiting'],
      ...['capturing', 'cancelling'],
    ],
    done: ['completed'],
    failed: ['failed', 'rejected', 'undone', 'returned'],
  },
  // One that a card did not take went to the balance instead.
  refund: {
    open: ['requested', 'pending'],
    done: ['succeeded', 'failed'],
    failed: ['withdrawn'],
  },
  cash_out: {
    open: ['requested', 'moved', 'in_transit', 'cancelling'],
    done: ['paid'],
    failed: ['failed', 'cancelled'],
  },
};

// A payment that was never more than an attempt is the payer's own business.
const SEEN_BY_PAYEE = 'p.shown';

interface Walk extends Omit<FoundActivity, 'id'> {
  readonly from: string;
  /** Names what is listed. */
  readonly as: 'p' | 'r' | 'c';
  readonly prefix: string;
  readonly mine: string;
  /** The column of the other side; null when there is none. */
  readonly other: string | null;
}

const REFUNDS = 'payments.payments p JOIN payments.refunds r ON r.payment_id = p.id';
const REFUNDED = "p.refunded > 0 AND p.state = 'completed'";

const WALKS: readonly Walk[] = [
  {
    ...{ kind: 'payment', direction: 'out', from: 'payments.payments p', as: 'p', prefix: 'pay_' },
    ...{ mine: 'p.payer_id = $1', other: 'p.payee_id' },
  },
  {
    ...{ kind: 'payment', direction: 'in', from: 'payments.payments p', as: 'p', prefix: 'pay_' },
    ...{ mine: `p.payee_id = $1 AND ${SEEN_BY_PAYEE}`, other: 'p.payer_id' },
  },
  {
    ...{ kind: 'refund', direction: 'out', from: REFUNDS, as: 'r', prefix: 'rfd_' },
    ...{ mine: `p.payee_id = $1 AND ${REFUNDED}`, other: 'p.payer_id' },
  },
  {
    ...{ kind: 'refund', direction: 'in', from: REFUNDS, as: 'r', prefix: 'rfd_' },
    ...{ mine: `p.payer_id = $1 AND ${REFUNDED}`, other: 'p.payee_id' },
  },
  {
    ...{ kind: 'cash_out', direction: 'out', from: 'payments.cash_outs c', as: 'c' },
    ...{ prefix: 'csh_', mine: 'c.person_id = $1', other: null },
  },
];

/** What the search finds, newest first, at most `limit`. */
export async function searchActivity(
  db: Database,
  search: ActivitySearch,
  limit: number,
): Promise<FoundActivity[]> {
  const parameters: unknown[] = [search.viewerId, limit];
  const bind = (value: unknown): string => `$${String(parameters.push(value))}`;
  const walks = WALKS.filter((walk) => isMeant(walk, search)).map(
    (walk) => `
      (SELECT '${walk.kind}' AS kind, ${walk.as}.id, '${walk.direction}' AS direction
         FROM ${walk.from} WHERE ${[walk.mine, ...conditions(walk, search, bind)].join(' AND ')}
        ORDER BY ${walk.as}.id DESC LIMIT $2)`,
  );
  if (walks.length === 0) return [];
  return rows(
    db,
    `SELECT * FROM (${walks.join(' UNION ALL ')}) found ORDER BY substr(id, 5) DESC, id LIMIT $2`,
    parameters,
  );
}

function isMeant({ kind, direction, other }: Walk, search: ActivitySearch): boolean {
  const isAsked = search.kind === null || search.kind === kind;
  const goesThere = search.direction === null || search.direction === direction;
  const { personId, threadId, tokens } = search;
  return (
    isAsked &&
    goesThere &&
    (other !== null || (personId === null && threadId === null)) &&
    (tokens === null || (kind === 'payment' && tokens.length > 0))
  );
}

function conditions(
  { kind, as, prefix, other }: Walk,
  search: ActivitySearch,
  bind: (value: unknown) => string,
): string[] {
  const { before, threadId, personId, state, currency, min, max, from, to, tokens } = search;
  const money = as === 'r' ? 'p' : as;
  const wanted: string[] = [];
  if (before !== null) wanted.push(`${as}.id < ${bind(prefix + before)}`);
  if (threadId !== null) wanted.push(`p.thread_id = ${bind(threadId)}`);
  if (personId !== null && other !== null) wanted.push(`${other} = ${bind(personId)}`);
  if (state !== null) wanted.push(`${as}.state::text = ANY(${bind(STATES[kind][state])})`);
  if (currency !== null) wanted.push(`${money}.currency = ${bind(currency)}`);
  if (min !== null) wanted.push(`${as}.amount >= ${bind(min.toString())}::bigint`);
  if (max !== null) wanted.push(`${as}.amount <= ${bind(max.toString())}::bigint`);
  if (from !== null) wanted.push(`${as}.created_at >= ${bind(from)}`);
  if (to !== null) wanted.push(`${as}.created_at < ${bind(to)}`);
  if (tokens !== null) {
    wanted.push(`EXISTS (SELECT FROM payments.note_words w WHERE w.person_id = $1
                          AND w.payment_id = p.id AND w.tokens @> ${bind(tokens)}::text[])`);
  }
  return wanted;
}
