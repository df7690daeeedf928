// Bodies that several of the good requests have in common.
import type { Part } from '../support/cast.js';
import type { Scene } from '../support/scene.js';

export const MONEY = { amount: '1.00', currency: 'EUR' };
const BALANCE = { source: 'balance' };

/** A payment in the group, to somebody who can be paid. */
export const ofPayee = async (scene: Scene, part: Part) => ({
  threadId: await scene.value('threadId', part),
  payeeId: scene.person(part === 'counterparty' || part === 'blocked' ? 'owner' : 'counterparty')
    .id,
  amount: MONEY,
  funding: BALANCE,
});

/** A bill that somebody else bears. */
export function ofBill(scene: Scene, part: Part): object {
  const other = scene.person(part === 'counterparty' ? 'owner' : 'counterparty');
  return { amount: MONEY, division: { way: 'equally', personIds: [other.id] } };
}

/** A gift to one of the others. */
export const ofGift = (): object => ({ amount: MONEY, way: 'luck', count: 1 });

export async function tokenOf(scene: Scene): Promise<object> {
  return { token: await scene.value('inviteToken', 'owner') };
}
