// What a good request to the routes of top-ups, rates and prices looks like.
import type { Part } from '../support/cast.js';
import { rateBody } from '../support/exchanging.js';
import type { Scene } from '../support/scene.js';

const MONEY = { amount: '1.00', currency: 'EUR' };

interface MoneySample {
  readonly params?: Record<string, string>;
  readonly body?: (scene: Scene, part: Part) => object | Promise<object>;
}

export const MONEY_SAMPLES: Readonly<Record<string, MoneySample>> = {
  'POST /v1/top-ups': {
    body: async (scene) => ({ amount: MONEY, cardId: await scene.value('cardId', 'owner') }),
  },
  'GET /v1/top-ups/:topUpId/authentication': { params: { topUpId: 'authenticatingTopUpId' } },
  'POST /v1/top-ups/:topUpId/authentication/finish': {
    params: { topUpId: 'authenticatingTopUpId' },
  },
  'DELETE /v1/top-ups/:topUpId/authentication': { params: { topUpId: 'authenticatingTopUpId' } },
  'POST /v1/threads/:threadId/quotes': {
    body: async (scene, part) => {
      const isOther = part === 'counterparty' || part === 'blocked';
      const { id: payeeId } = scene.person(isOther ? 'owner' : 'counterparty');
      await scene.value('threadId', part);
      return { payeeId, amount: MONEY, funding: { source: 'balance' } };
    },
  },
  'POST /v1/exchange-quotes': {
    body: async (scene) => {
      await scene.value('approvedRateId', 'owner');
      return { amount: MONEY, currency: 'USD' };
    },
  },
  'POST /v1/exchanges': {
    body: async (scene) => ({ quoteId: await scene.value('quoteId', 'owner') }),
  },
  'POST /v1/finance/rates': { body: () => rateBody('EUR', 'USD', '1.0774') },
};
