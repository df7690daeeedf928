// What a notification looks like to the person it is for.
import { formatMoney } from '../shared/money.js';
import type { MoneyView } from '../shared/contract.js';
import type { Profile } from '../shared/people.js';
import type { NotificationView } from './contract.js';
import type { NotificationRow } from './notification-store.js';
import { sentenceOf } from './words.js';

export function toNotificationView(
  row: NotificationRow,
  profiles: ReadonlyMap<string, Profile>,
): NotificationView {
  const person = profiles.get(row.other_id ?? '') ?? null;
  return {
    id: row.id,
    kind: row.kind,
    words: wordsOf(row, profiles),
    person: person && { id: person.id, name: person.name, handle: person.handle },
    threadId: row.thread_id,
    subjectId: row.subject_id,
    amount: amountOf(row),
    createdAt: row.created_at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
}

export function wordsOf(row: NotificationRow, profiles: ReadonlyMap<string, Profile>): string {
  const { kind, detail } = row;
  const name = profiles.get(row.other_id ?? '')?.name ?? 'Somebody';
  return sentenceOf({ kind, detail, name, amount: amountOf(row) });
}

function amountOf({ amount, currency }: NotificationRow): MoneyView | null {
  return amount === null || currency === null
    ? null
    : formatMoney({ minor: BigInt(amount), currency });
}
