// A payment that has moved: the row, its transition and the card in its thread change together,
// whoever moved it.
import type { Chat } from '../../chat/index.js';
import type { Tx } from '../../shared/database.js';
import type { Payment } from './payment.js';
import { type Caused, storeFacts, storeMove } from './payment-store.js';
import { toThreadCard } from './payment.view.js';

export async function recordMove(tx: Tx, chat: Chat, move: Caused): Promise<void> {
  await storeMove(tx, move);
  await showCard(tx, chat, move.payment);
}

/** The same for what changed besides the state. */
export async function recordFacts(tx: Tx, chat: Chat, payment: Payment): Promise<void> {
  await storeFacts(tx, payment);
  await showCard(tx, chat, payment);
}

async function showCard(tx: Tx, chat: Chat, payment: Payment): Promise<void> {
  const rosters = await chat.rosters(tx, [payment.threadId]);
  const kind = rosters.get(payment.threadId)?.kind ?? 'group';
  await chat.changeCards(tx, [toThreadCard(payment, kind)]);
}
