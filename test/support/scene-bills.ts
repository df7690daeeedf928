// Bills and gifts, for whoever asks about one in a scene.
import { randomUUID } from 'node:crypto';
import { Bills } from './bills.js';
import { Gifts } from './gifts.js';
import { idOf } from './must.js';
import type { TestPerson, World } from './world.js';

interface Play {
  readonly world: World;
  person(part: 'owner' | 'counterparty' | 'member'): TestPerson;
  value(name: 'talkativeId' | 'threadId', part: 'owner'): Promise<string>;
}

export const BILL_VALUES = {
  // Two requests: what the owner and the counterparty ask of each other.
  evenIds: async (scene: Play) => {
    const threadId = await scene.value('talkativeId', 'owner');
    const two = [scene.person('owner'), scene.person('counterparty')];
    const amount = { amount: '1.00', currency: 'EUR' };
    const ids: string[] = [];
    for (const by of two) {
      const payerId = two.find(({ id }) => id !== by.id)?.id;
      const body = { threadId, payerId, amount };
      ids.push(idOf(await scene.world.post(by, '/v1/requests', body, randomUUID())));
    }
    return ids.join(' ');
  },
  // A bill of the owner's, of which the counterparty and the member owe a share.
  splitId: async (scene: Play) => {
    const threadId = await scene.value('talkativeId', 'owner');
    const others = [scene.person('counterparty'), scene.person('member')];
    return new Bills(scene.world).dayOld(threadId, scene.person('owner'), others);
  },
  // A gift of the owner's, for the counterparty and the member.
  giftId: async (scene: Play) =>
    new Gifts(scene.world).idIn(await scene.value('threadId', 'owner'), scene.person('owner')),
};
