// What a good request to each route looks like. Only what cannot be read from the route is said: which
// thing its parameters name, its query, its body. Routes without a line take no body and name their
// parameters plainly.
import { randomUUID } from 'node:crypto';
import type { Part } from '../support/cast.js';
import type { Scene } from '../support/scene.js';
import { PASSWORD } from '../support/world.js';
import { MONEY, ofPayee, tokenOf } from './bodies.js';
import { BILL_SAMPLES } from './samples-bills.js';
import { CONTEST_SAMPLES } from './samples-contests.js';
import { MONEY_SAMPLES } from './samples-money.js';
import { SCHEDULE_SAMPLES } from './samples-schedules.js';
import { WAIT_SAMPLES } from './samples-waits.js';

export interface Sample {
  /** What each parameter of the path is, where its name does not say it. */
  readonly params?: Record<string, string>;
  readonly query?: (scene: Scene) => string;
  readonly body?: (scene: Scene, part: Part) => object | Promise<object>;
  /** The actor is spent by it: another of the same kind comes each time. */
  readonly spent?: boolean;
  /** Why nobody gets in here, where that is so. */
  readonly closed?: string;
}

const REASON = { reason: 'for the record' };
const CLIENT_ID = 'a-client-id';
const DAY = 86_400_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const BY_BROWSER = 'what it answers comes from an authenticator: test/identity/confirmations';
const BY_LETTER = 'it needs a code from a letter: test/identity/accounts';
const WITH_APP = 'it needs a code from an app: test/identity/staff';

export const SAMPLES: Readonly<Record<string, Sample>> = {
  ...MONEY_SAMPLES,
  'POST /v1/accounts': {
    body: () => ({
      handle: `new_${randomUUID().slice(0, 8)}`,
      name: 'New Comer',
      email: `${randomUUID()}@example.org`,
      password: 'seven green herons at dusk',
    }),
  },
  'PUT /v1/account/email': { body: () => ({ email: `${randomUUID()}@example.org` }), spent: true },
  'POST /v1/account/email/code': { closed: 'people of a test have proven no address' },
  'POST /v1/account/erasure': {
    body: () => ({ confirmation: 'somebody' }),
    closed: 'nobody here may leave the play: test/people/erasure',
  },
  'GET /v1/account/erasure': { closed: 'nobody here is leaving: test/people/erasure' },
  'DELETE /v1/account/erasure': { closed: 'nobody here is leaving: test/people/erasure' },
  'PUT /v1/account/password': { body: () => ({ password: 'nine slow clouds above' }), spent: true },
  'POST /v1/email-verifications/:codeId': {
    params: { codeId: 'personId' },
    body: () => ({ code: '12345678' }),
    closed: BY_LETTER,
  },
  'POST /v1/recovery': { body: () => ({ email: `${randomUUID()}@example.org` }) },
  'POST /v1/recovery/:codeId': {
    params: { codeId: 'personId' },
    body: () => ({ code: '12345678', password: 'nine slow clouds above' }),
    closed: BY_LETTER,
  },
  'POST /v1/pin/recovery': { closed: 'people of a test have proven no address' },
  'POST /v1/pin/recovery/:codeId': {
    params: { codeId: 'personId' },
    body: () => ({ code: '12345678', pin: '739148' }),
    closed: BY_LETTER,
  },
  'POST /v1/sessions': {
    body: (scene) => ({ handle: scene.person('owner').handle, password: PASSWORD }),
  },
  'POST /v1/sessions/host': { closed: 'there is no host here: test/identity/host-users' },
  'POST /v1/sessions/passkey': {
    body: () => ({ ceremonyId: 'none', response: {} }),
    closed: BY_BROWSER,
  },
  'POST /v1/session/proof': { body: () => ({ password: PASSWORD }) },
  'POST /v1/session/proof/passkey': {
    body: () => ({ ceremonyId: 'none', response: {} }),
    closed: BY_BROWSER,
  },
  'DELETE /v1/session': { spent: true },
  'DELETE /v1/sessions/others': { spent: true },
  'DELETE /v1/sessions/:sessionId': {
    params: { sessionId: 'personId' },
    closed: 'the ids of others do not exist here: test/identity/sessions',
  },
  'POST /v1/second-factor/totp': { spent: true },
  'POST /v1/second-factor/totp/confirm': { body: () => ({ code: '123456' }), closed: WITH_APP },
  'POST /v1/second-factor/show': {
    body: () => ({ code: '123456' }),
    closed: WITH_APP,
    spent: true,
  },
  'POST /v1/passkeys': {
    body: () => ({ ceremonyId: 'none', response: {}, name: 'Phone' }),
    closed: BY_BROWSER,
  },
  'PUT /v1/passkeys/:passkeyId/name': { body: () => ({ name: 'Another name' }) },
  'PUT /v1/pin': { body: () => ({ pin: '285917', current: '739148' }), spent: true },
  'POST /v1/confirmations/:confirmationId/pin': { body: () => ({ pin: '739148' }) },
  'POST /v1/confirmations/:confirmationId/passkey': {
    body: () => ({ response: {} }),
    closed: BY_BROWSER,
  },
  'POST /v1/demo/sessions': {
    body: () => ({ handle: 'ana' }),
    closed: 'there are no demo people here',
  },
  'POST /v1/risk/people/:personId/verification': { body: () => REASON },
  'GET /v1/support/people/:person': {
    params: { person: 'handle' },
    query: () => 'reason=they+called',
  },
  'POST /v1/admin/people/:personId/roles': {
    body: () => ({ role: 'support', change: 'grant', reason: 'joins the team' }),
    params: { personId: 'newcomerId' },
  },

  'GET /v1/people': { query: (scene) => `handle=@${scene.person('member').handle}` },
  'POST /v1/threads': {
    body: (scene) => ({ kind: 'direct', personIds: [scene.person('member').id] }),
  },
  'PATCH /v1/threads/:threadId': { body: () => ({ title: 'Another title' }) },
  'PUT /v1/threads/:threadId/settings': {
    body: () => ({ mutedUntil: null, suggestsMoney: true }),
  },
  'POST /v1/threads/:threadId/read': { body: () => ({ sequence: 1 }) },
  'POST /v1/threads/:threadId/participants': {
    body: (scene) => ({ personIds: [scene.person('stranger').id] }),
  },
  'PUT /v1/threads/:threadId/participants/:personId/role': {
    params: { personId: 'memberId' },
    body: () => ({ role: 'admin' }),
  },
  'DELETE /v1/threads/:threadId/participants/:personId': { params: { personId: 'memberId' } },
  'POST /v1/threads/:threadId/messages': { body: () => ({ clientId: CLIENT_ID, body: 'Hello' }) },
  'PATCH /v1/threads/:threadId/messages/:messageId': { body: () => ({ body: 'Other words' }) },
  'POST /v1/threads/:threadId/pictures': {
    closed: 'what is sent is no JSON: test/chat/pictures',
  },
  'GET /v1/messages/search': { query: () => 'q=morning' },
  'POST /v1/invites/look': { body: tokenOf },
  'POST /v1/invites/accept': { body: tokenOf },
  'PUT /v1/blocks/:personId': { params: { personId: 'newcomerId' } },
  'DELETE /v1/blocks/:personId': { params: { personId: 'newcomerId' } },

  'POST /v1/payments': { body: ofPayee },
  'POST /v1/requests': {
    body: async (scene, part) => {
      const { payeeId: payerId, threadId, amount } = await ofPayee(scene, part);
      return { threadId, payerId, amount };
    },
  },
  'GET /v1/requests': { query: () => 'side=made' },
  'PATCH /v1/requests/:requestId': { body: () => ({ amount: { ...MONEY, amount: '2.00' } }) },
  'POST /v1/requests/:requestId/remind': { params: { requestId: 'dayOldRequestId' } },
  ...BILL_SAMPLES,
  ...SCHEDULE_SAMPLES,
  // Everybody's list is empty here, since what else has happened meanwhile may or may not be told already.
  'GET /v1/notifications': { query: () => `before=ntf_${'0'.repeat(26)}` },
  'POST /v1/notifications/read': {
    body: async (scene) => ({ upTo: await scene.value('notificationId', 'owner') }),
  },
  'PUT /v1/notifications/settings': {
    body: () => ({ switches: [{ kind: 'refund', channel: 'email', on: false }] }),
  },
  'POST /v1/payments/check': { body: ofPayee },
  'POST /v1/payments/warnings/:warningId/answer': {
    params: { warningId: 'shownWarningId' },
    body: () => ({ answer: 'went_on' }),
  },
  'GET /v1/receipts/:code': { params: { code: 'receiptCode' } },
  'GET /v1/statements': { query: () => 'currency=EUR&format=csv&month=2026-11' },
  'PUT /v1/trusted-contact': {
    body: (scene) => ({ handle: scene.person('counterparty').handle, limit: MONEY }),
    spent: true,
  },
  'PUT /v1/trusted-contact/limit': {
    body: async (scene) => {
      await scene.value('wardId', 'owner');
      return { limit: { amount: '5000.00', currency: 'EUR' } };
    },
  },
  'POST /v1/trusted-contact/confirmation': {
    body: async (scene) => {
      await scene.value('wardId', 'owner');
      return { limit: { amount: '6000.00', currency: 'EUR' } };
    },
  },
  'POST /v1/trusted-contact/end': {
    body: async (scene) => ({ confirmationId: await scene.value('endOfContactId', 'owner') }),
  },
  'POST /v1/trusted-contact/keep': {
    body: async (scene) => {
      await scene.value('wardId', 'owner');
      return {};
    },
  },
  'POST /v1/trusted-contact/of/:personId/accept': { params: { personId: 'wardId' } },
  'POST /v1/trusted-contact/of/:personId/leave': { params: { personId: 'wardId' } },
  'POST /v1/agreements/:paymentId/agree': { params: { paymentId: 'askingId' } },
  'POST /v1/agreements/:paymentId/decline': { params: { paymentId: 'askingId' } },
  ...WAIT_SAMPLES,
  'POST /v1/payments/:paymentId/call-off': { params: { paymentId: 'askingId' } },
  'GET /v1/payments/:paymentId/authentication': { params: { paymentId: 'authenticatingId' } },
  'POST /v1/payments/:paymentId/authentication/finish': {
    params: { paymentId: 'authenticatingId' },
  },
  'DELETE /v1/payments/:paymentId/authentication': { params: { paymentId: 'authenticatingId' } },
  'POST /v1/payments/:paymentId/refunds': { body: () => REASON },
  ...CONTEST_SAMPLES,
  'POST /v1/risk/payments/:paymentId/refunds': { body: () => REASON },
  'POST /v1/cards': {
    body: async (scene) => ({ setupIntentId: await scene.value('setupIntentId', 'owner') }),
  },
  'POST /v1/cash-outs': {
    body: () => ({ amount: MONEY, method: 'standard' }),
    closed: 'nobody here has a bank: test/payments/cash-out',
  },
  'GET /v1/cash-outs/quote': { closed: 'nobody here has a bank: test/payments/cash-out' },
  'GET /v1/cash-outs/:cashOutId': { closed: 'it is somebody else’s: test/payments/cash-out' },
  'DELETE /v1/cash-outs/:cashOutId': { closed: 'it is somebody else’s: test/payments/cash-out' },
  'POST /v1/risk/cases/:caseId/release': { body: () => REASON },
  'POST /v1/risk/cases/:caseId/reject': { body: () => REASON },
  'POST /v1/risk/disputes/:disputeId/evidence': { body: () => ({ statement: 'They had it.' }) },
  'POST /v1/risk/warnings/:warningId/dismiss': { body: () => REASON },

  'GET /v1/finance/entries/:id': { params: { id: 'entryId' } },
  'POST /v1/finance/accounts/:address/limits': { body: () => ({ floor: '0', ...REASON }) },
  'GET /v1/finance/periods/:number': {
    params: { number: 'personId' },
    closed: 'no period is closed here: test/finance/periods',
  },
  'POST /v1/finance/periods': { body: () => ({ through: ago(3000 * DAY), ...REASON }) },
  'GET /v1/finance/corrections/:id': { params: { id: 'correctionId' } },
  'POST /v1/finance/corrections': {
    body: async (scene, part) => ({
      kind: 'reversal',
      entryId: await scene.value('entryId', part),
      ...REASON,
    }),
  },
  'POST /v1/finance/corrections/:id/approve': { params: { id: 'correctionId' } },
  'POST /v1/finance/corrections/:id/decline': {
    params: { id: 'correctionId' },
    body: () => REASON,
  },
  'POST /v1/finance/events/:eventId/replay': { params: { eventId: 'processorEventId' } },
  'POST /v1/finance/events/replay': { body: () => ({ from: ago(DAY) }) },

  'POST /v1/admin/hosts': { body: () => ({ name: 'Another host' }) },
  'POST /v1/admin/hosts/:hostId/keys': {
    body: () => ({ scopes: ['payments:read'], expiresAt: ago(-DAY) }),
  },
  'POST /v1/admin/keys/:keyId/rotate': { body: () => ({ hours: 1 }) },
  'GET /v1/admin/webhooks/:id/deliveries': { params: { id: 'endpointId' } },
  'PUT /v1/admin/webhooks/:id/state': {
    params: { id: 'endpointId' },
    body: () => ({ state: 'disabled' }),
  },
  'POST /v1/admin/webhooks/:id/deliveries/:eventId/replay': {
    params: { id: 'endpointId', eventId: 'deliveryId' },
  },
  'POST /v1/admin/webhooks/:id/replay': {
    params: { id: 'endpointId' },
    body: () => ({ from: ago(DAY), before: ago(0) }),
  },
  'POST /v1/host/webhooks': {
    body: () => ({ url: 'http://127.0.0.1:49009/other', events: ['payment.completed'] }),
  },
  'POST /v1/host/webhooks/:id/rotate': { params: { id: 'endpointId' }, body: () => ({ hours: 1 }) },
  'PUT /v1/host/webhooks/:id/state': {
    params: { id: 'endpointId' },
    body: () => ({ state: 'disabled' }),
  },
  'DELETE /v1/host/webhooks/:id': { params: { id: 'endpointId' } },
  'GET /v1/host/webhooks/:id/deliveries': { params: { id: 'endpointId' } },
  'POST /v1/host/webhooks/:id/deliveries/:eventId/replay': {
    params: { id: 'endpointId', eventId: 'deliveryId' },
  },
  'POST /v1/host/webhooks/:id/replay': {
    params: { id: 'endpointId' },
    body: () => ({ from: ago(DAY), before: ago(0) }),
  },
  'GET /problems/:code': { params: { code: 'problem' } },
  'POST /webhooks/stripe': { closed: 'only the processor can sign for it: test/payments/webhooks' },
};
