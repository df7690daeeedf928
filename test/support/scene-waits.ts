// Payments that wait, for whoever asks about one in a scene: from the owner to the counterparty.
import { randomUUID } from 'node:crypto';
import type { TestPerson, World } from './world.js';

interface Play {
  readonly world: World;
  person(part: 'owner' | 'counterparty'): TestPerson;
  value(name: 'threadId', part: 'owner'): Promise<string>;
}

async function sent(play: Play, more: object): Promise<string> {
  const body = {
    threadId: await play.value('threadId', 'owner'),
    payeeId: play.person('counterparty').id,
    amount: { amount: '1.00', currency: 'EUR' },
    funding: { source: 'balance' },
    ...more,
  };
  const answer = await play.world.post(play.person('owner'), '/v1/payments', body, randomUUID());
  return String((answer.body as { id?: string }).id);
}

const choose = (play: Play, acceptEach: boolean): Promise<unknown> =>
  Promise.resolve(
    play.world.put(play.person('counterparty'), '/v1/payment-settings', {
      undoSeconds: 0,
      acceptEach,
    }),
  );

export const WAITING_VALUES = {
  sendingId: (play: Play) => sent(play, { undoSeconds: 60 }),
  arrivingId: (play: Play) => sent(play, { delay: '2h' }),
  waitingId: async (play: Play) => {
    await choose(play, true);
    const id = await sent(play, {});
    await choose(play, false);
    return id;
  },
};
