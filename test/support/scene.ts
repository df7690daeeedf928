// What routes are about, made when a request first needs it: a payment from the owner to the
// counterparty in a group that the member is in too, and whatever else has an id. A scene is used up
// when somebody has changed it; the next request then gets a new one.
import { randomUUID } from 'node:crypto';
import type { PaymentCheckView } from '../../src/payments/trust/contract.js';
import type { NotificationsPage } from '../../src/notifications/contract.js';
import type { JournalPage } from '../../src/finance/contract.js';
import { addPasskey } from './authenticator.js';
import { Bills } from './bills.js';
import type { Cast, Part } from './cast.js';
import { Chatter } from './chatter.js';
import { CONTEST_VALUES } from './scene-contests.js';
import { caseOf } from './desk.js';
import { MONEY_VALUES } from './scene-money.js';
import { idOf, must } from './must.js';
import { addHost, addKey, withKey } from './platform.js';
import { cashedOut, personWithBank, topUp } from './teller.js';
import { PIN, type TestPerson, until, type World } from './world.js';
import { BILL_VALUES } from './scene-bills.js';
import { SCHEDULE_VALUES } from './scene-schedules.js';
import { WAITING_VALUES } from './scene-waits.js';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export class Scene {
  private readonly made = new Map<string, Promise<string>>();

  constructor(readonly cast: Cast) {}

  get world(): World {
    return this.cast.world;
  }

  person(part: Part): TestPerson {
    const person = this.cast.people.get(part);
    if (person === undefined) throw new Error(`${part} is no person`);
    return person;
  }

  /** The value of a parameter, the same for the whole scene; the blocked one sees their own thread. */
  value(name: string, part: Part): Promise<string> {
    const key = part === 'blocked' && OWN_OF_BLOCKED.has(name) ? `blocked:${name}` : name;
    const found = this.made.get(key) ?? make(name)(this, part);
    this.made.set(key, found);
    return found;
  }

  /** Makes all there is. */
  async everything(): Promise<void> {
    for (const name of Object.keys(VALUES)) await this.value(name, 'owner');
  }
}

const OWN_OF_BLOCKED: ReadonlySet<string> = new Set(['threadId', 'messageId', 'talkativeId']);

type Maker = (scene: Scene, part: Part) => Promise<string>;

function make(name: string): Maker {
  const maker = VALUES[name];
  if (maker === undefined) throw new Error(`nothing is known that could be :${name}`);
  return maker;
}

const VALUES: Readonly<Record<string, Maker>> = {
  personId: (scene) => Promise.resolve(scene.person('counterparty').id),
  memberId: (scene) => Promise.resolve(scene.person('member').id),
  newcomerId: async (scene) => (await scene.world.person()).id,
  handle: (scene) => Promise.resolve(scene.person('counterparty').handle),
  hostId: (scene) => addHost(scene.world, scene.person('admin')),
  address: (scene) => Promise.resolve(`user.available:${scene.person('owner').id}:EUR`),
  emoji: () => Promise.resolve('👍'),
  problem: () => Promise.resolve('session_missing'),

  threadId: (scene, part) => {
    if (part === 'blocked') return Promise.resolve(scene.cast.blockedThreadId);
    const people = [scene.person('owner'), scene.person('counterparty'), scene.person('member')];
    return new Chatter(scene.world).group(people);
  },
  messageId: async (scene, part) => {
    if (part === 'blocked') return scene.cast.blockedMessageId;
    const thread = await scene.value('threadId', part);
    return new Chatter(scene.world).said(scene.person('owner'), thread, 'Good morning');
  },
  pictureId: async (scene) => {
    const [owner, thread] = [scene.person('owner'), await scene.value('threadId', 'owner')];
    const uploaded = await scene.world.http
      .post(`/v1/threads/${thread}/pictures`)
      .set('authorization', `Bearer ${owner.token}`)
      .set('content-type', 'image/png')
      .send(PIXEL);
    const pictureId = idOf(uploaded);
    await new Chatter(scene.world).say(owner, thread, 'Look', { pictureId });
    return pictureId;
  },
  inviteId: async (scene) => idOf(await scene.world.post(scene.person('owner'), '/v1/invites', {})),
  inviteToken: async (scene) => {
    const made = await scene.world.post(scene.person('owner'), '/v1/invites', { usesMax: 20 });
    return (must(made) as { token: string }).token;
  },

  paymentId: async (scene) => {
    const thread = await scene.value('threadId', 'owner');
    const payeeId = scene.person('counterparty').id;
    return idOf(await scene.world.send(scene.person('owner'), thread, '1.00', { payeeId }));
  },
  requestId: async (scene) => {
    const threadId = await scene.value('talkativeId', 'owner');
    const amount = { amount: '1.00', currency: 'EUR' };
    const body = { threadId, payerId: scene.person('counterparty').id, amount };
    return idOf(await scene.world.post(scene.person('owner'), '/v1/requests', body, randomUUID()));
  },
  // The thread once all have written in it and the owner asks for nothing, so that they can ask.
  talkativeId: async (scene, part) => {
    const threadId = await scene.value('threadId', part);
    const people = (['owner', 'counterparty', 'member'] as const).map((one) => scene.person(one));
    const bills = new Bills(scene.world);
    await bills.takeBack(scene.person('owner'));
    if (part !== 'blocked') for (const one of people) await bills.chat.said(one, threadId, 'Hello');
    return threadId;
  },
  dayOldRequestId: async (scene) =>
    new Bills(scene.world).age('id', await scene.value('requestId', 'owner')),
  // What the counterparty was told of a payment.
  notificationId: async (scene) => {
    await scene.value('paymentId', 'owner');
    const path = '/v1/notifications?limit=1';
    return until(async () => {
      const { body } = await scene.world.get(scene.person('counterparty'), path);
      return (body as NotificationsPage).notifications[0]?.id;
    }, 'a notification of the payment');
  },
  authenticatingId: async (scene) => {
    const { world } = scene;
    const owner = scene.person('owner');
    const card = await world.card(owner, 'pm_card_authenticationRequired');
    const thread = await world.thread([owner, scene.person('counterparty')]);
    return idOf(await world.send(owner, thread, '1.00', { cardId: card.id }));
  },
  receiptCode: async (scene) => {
    const paid = await scene.value('paymentId', 'owner');
    const { body } = await scene.world.get(
      scene.person('owner'),
      `/v1/payments/${paid}/receipt-code`,
    );
    return (body as { code: string }).code;
  },
  // The owner, once the member is their trusted contact.
  wardId: async (scene) => {
    const [owner, member] = [scene.person('owner'), scene.person('member')];
    const limit = { amount: '5000.00', currency: 'EUR' };
    await scene.world.put(owner, '/v1/trusted-contact', { handle: member.handle, limit });
    must(await scene.world.post(member, `/v1/trusted-contact/of/${owner.id}/accept`, {}));
    return owner.id;
  },
  ...WAITING_VALUES,
  ...SCHEDULE_VALUES,
  ...BILL_VALUES,
  // In dollars the owner's contact is always asked.
  askingId: async (scene) => {
    await scene.value('wardId', 'owner');
    const [owner, thread] = [scene.person('owner'), await scene.value('threadId', 'owner')];
    await scene.world.fund(owner, '1.00', 'USD');
    const payeeId = scene.person('counterparty').id;
    return idOf(await scene.world.send(owner, thread, '1.00', { payeeId, currency: 'USD' }));
  },
  endOfContactId: async (scene) => {
    const owner = scene.person('owner');
    await scene.value('wardId', 'owner');
    const begun = await scene.world.post(owner, '/v1/trusted-contact/confirmation', {});
    const { id } = must(begun) as { id: string };
    must(await scene.world.post(owner, `/v1/confirmations/${id}/pin`, { pin: PIN }));
    return id;
  },
  confirmationId: async (scene) => {
    const funding = { source: 'balance' };
    const amount = { amount: '950.00', currency: 'EUR' };
    const thread = await scene.value('threadId', 'owner');
    const body = { threadId: thread, payeeId: scene.person('counterparty').id, amount, funding };
    const asked = await scene.world.post(scene.person('owner'), '/v1/payments/check', body);
    return (must(asked) as { confirmation: { id: string } }).confirmation.id;
  },
  shownWarningId: async (scene) => {
    const { world } = scene;
    const twin = await world.person();
    await world.sql('UPDATE identity.people SET name = $2 WHERE id = $1', [
      twin.id,
      scene.person('counterparty').name,
    ]);
    const threadId = await world.thread([scene.person('owner'), twin]);
    const amount = { amount: '1.00', currency: 'EUR' };
    const body = { threadId, amount, funding: { source: 'balance' } };
    const looked = await world.post(scene.person('owner'), '/v1/payments/check', body);
    const { warning } = must(looked) as PaymentCheckView;
    if (warning === null) throw new Error('nobody was warned of somebody with the same name');
    return warning.id;
  },
  cardId: async (scene) => (await scene.world.card(scene.person('owner'))).id,
  ...MONEY_VALUES,
  setupIntentId: async (scene) => {
    const setup = await scene.world.post(scene.person('owner'), '/v1/cards/setup', {});
    await scene.world.confirmSetup(setup.body as never, 'pm_card_visa_debit');
    return (setup.body as { setupIntentId: string }).setupIntentId;
  },
  caseId: async (scene) => {
    const { world } = scene;
    const payer = await world.person({ balance: '800.00' });
    const thread = await world.thread([payer, scene.person('counterparty')]);
    const held = idOf(await world.send(payer, thread, '750.00'));
    return (await caseOf(world, scene.person('risk_approver'), held)).id;
  },
  ...CONTEST_VALUES,
  disputeId: (scene) => lamented(scene, 'pm_card_createDisputeInquiry', 'disputes'),
  warningId: (scene) => lamented(scene, 'pm_card_createIssuerFraudRecord', 'warnings'),

  passkeyId: async (scene) => {
    const owner = scene.person('owner');
    await addPasskey(scene.world, owner);
    const { body } = await scene.world.get(owner, '/v1/passkeys');
    return String((body as { passkeys: { id: string }[] }).passkeys.at(-1)?.id);
  },
  keyId: async (scene) => {
    const admin = scene.person('admin');
    return (await addKey(scene.world, admin, await scene.value('hostId', 'admin'))).id;
  },
  endpointId: async (scene) => {
    // A host may have a few at a time.
    await scene.world.sql(`UPDATE platform.webhook_endpoints SET state = 'removed'`);
    const body = { url: 'http://127.0.0.1:49009/nobody', events: ['payment.completed'] };
    const made = await withKey(scene.world, scene.person('host').token, 'post', 'webhooks', body);
    return (must(made) as { endpoint: { id: string } }).endpoint.id;
  },
  deliveryId: async (scene) => {
    const endpoint = await scene.value('endpointId', 'host');
    // A payment that was made before the endpoint is not told to it.
    await new Scene(scene.cast).value('paymentId', 'owner');
    return until(async () => {
      const [row] = await scene.world.sql<{ id: string }>(
        'SELECT event_id AS id FROM platform.webhook_deliveries WHERE endpoint_id = $1',
        [endpoint],
      );
      return row?.id;
    }, 'a delivery');
  },
  entryId: async (scene) => {
    const reference = await scene.value('paymentId', 'owner');
    const path = `/v1/finance/entries?reference=${reference}`;
    const { body } = await scene.world.get(scene.person('auditor'), path);
    return String((body as JournalPage).entries[0]?.id);
  },
  correctionId: async (scene) => {
    const entryId = await scene.value('entryId', 'auditor');
    const body = { kind: 'reversal', entryId, reason: 'sent twice by mistake' };
    const operator = scene.person('finance_operator');
    return idOf(await scene.world.post(operator, '/v1/finance/corrections', body, randomUUID()));
  },
  processorEventId: async (scene) => {
    await scene.value('cardId', 'owner');
    return until(async () => {
      const [row] = await scene.world.sql<{ id: string }>(
        `SELECT id FROM payments.processor_events WHERE state = 'applied' LIMIT 1`,
      );
      return row?.id;
    }, 'an event of the processor');
  },
  cashOutId: async (scene) => {
    await topUp(scene.world, 100_00);
    const teller = await personWithBank(scene.world);
    return cashedOut(scene.world, teller);
  },
};

/** A payment by a card whose bank objects, and what the risk team finds on its desk. */
async function lamented(
  scene: Scene,
  token: string,
  what: 'disputes' | 'warnings',
): Promise<string> {
  const { world } = scene;
  const owner = scene.person('owner');
  const card = await world.card(owner, token);
  const thread = await world.thread([owner, scene.person('counterparty')], randomUUID());
  const payeeId = scene.person('counterparty').id;
  const paid = idOf(await world.send(owner, thread, '1.00', { cardId: card.id, payeeId }));
  return until(async () => {
    const { body } = await world.get(scene.person('risk_analyst'), `/v1/risk/${what}`);
    const found = (body as Record<string, { id: string; payment: { id: string } }[]>)[what] ?? [];
    return found.find(({ payment }) => payment.id === paid)?.id;
  }, `something among the ${what}`);
}

/** A schedule from the owner to the counterparty. */
