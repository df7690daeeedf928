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

/** What the owner and the counterparty ask of each other, called even. */
export async function ofEven(scene: Scene, part: Part): Promise<object> {
  const other = scene.person(part === 'counterparty' ? 'owner' : 'counterparty');
  const ids = (await scene.value('evenIds', 'owner')).split(' ');
  const settle = ids.map((requestId) => ({ requestId, revision: 1, left: '1.00' }));
  return { personId: other.id, currency: 'EUR', settle };
}

export async function tokenOf(scene: Scene): Promise<object> {
  return { token: await scene.value('inviteToken', 'owner') };
}
