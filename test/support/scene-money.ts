// What routes about top-ups, rates and prices are about, made when a request first needs it.
import { add, addedBy } from './adding.js';
import type { Part } from './cast.js';
import { quoteIn, quoteOwn, rateBody, setRate } from './exchanging.js';
import type { Answer, TestPerson, World } from './world.js';

interface Setting {
  readonly world: World;
  person: (part: Part) => TestPerson;
  value: (name: string, part: Part) => Promise<string>;
}

function idIn({ status, body, text }: Answer): string {
  if (status >= 300) throw new Error(`the scene could not be set: ${text}`);
  return (body as { id: string }).id;
}

export const MONEY_VALUES: Readonly<Record<string, (scene: Setting) => Promise<string>>> = {
  topUpId: async (scene) => addedBy(scene.world, scene.person('owner'), { amount: '1.00' }),
  authenticatingTopUpId: async (scene) => {
    const { world } = scene;
    const owner = scene.person('owner');
    const card = await world.card(owner, 'pm_card_authenticationRequired');
    return idIn(await add(world, owner, card.id, '1.00'));
  },
  rateId: async (scene) => {
    const body = rateBody('EUR', 'USD', '1.0774');
    const operator = scene.person('finance_operator');
    return idIn(await scene.world.post(operator, '/v1/finance/rates', body));
  },
  approvedRateId: async (scene) => {
    const [operator, approver] = [
      scene.person('finance_operator'),
      scene.person('finance_approver'),
    ];
    return (await setRate(scene.world, { operator, approver }, ['EUR', 'USD', '1.0774'])).id;
  },
  quoteId: async (scene) => {
    await scene.value('approvedRateId', 'owner');
    const owner = scene.person('owner');
    const { quoteId } = quoteIn(await quoteOwn(scene.world, owner, { amount: '1.00' }));
    // Others are asked in between, and a minute is soon over.
    await scene.world.sql(
      `UPDATE payments.quotes SET expires_at = now() + interval '30 minutes' WHERE id = $1`,
      [quoteId],
    );
    return quoteId;
  },
};
