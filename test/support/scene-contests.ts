// What routes about contested payments are about, made when a request first needs it.
import { randomUUID } from 'node:crypto';
import type { ContestCaseView } from '../../src/payments/returns/cases/contract.js';
import type { ContestView } from '../../src/payments/returns/contract.js';
import type { Part } from './cast.js';
import { caseOf, say } from './desk.js';
import { idOf, must } from './must.js';
import type { TestPerson, World } from './world.js';

/** What of a scene is needed here. */
interface Actors {
  readonly world: World;
  person(part: Part): TestPerson;
}

const WORDS = { words: 'That is how it was.' };

export const CONTEST_VALUES: Readonly<Record<string, (scene: Actors) => Promise<string>>> = {
  askBackId: (scene) => askedBack(scene),
  keptAskBackId: async (scene) => {
    const id = await askedBack(scene);
    const payee = scene.person('counterparty');
    must(await scene.world.post(payee, `/v1/ask-backs/${id}/keep`, WORDS, randomUUID()));
    return id;
  },
  reportId: async (scene) => (await reported(scene)).reportId,
  contestId: async (scene) => (await reported(scene)).contestId,
  // A report that its payer lost.
  deniedReportId: async (scene) => {
    const { reportId, contestId } = await reported(scene);
    const path = `/v1/risk/contests/${contestId}/decide`;
    const body = { verdict: 'denied', ...WORDS };
    must(await scene.world.post(scene.person('risk_analyst'), path, body, randomUUID()));
    return reportId;
  },
  // A payment of the owner's that a reviewer rejected.
  rejectedId: async (scene) => {
    const { world } = scene;
    const owner = scene.person('owner');
    await world.fund(owner, '9000.00', 'SEK');
    const thread = await world.thread([owner, scene.person('counterparty')]);
    const held = idOf(await world.send(owner, thread, '8000.00', { currency: 'SEK' }));
    // Once the member is the owner's trusted contact, they are asked in any other currency.
    const asked = `/v1/agreements/${held}/agree`;
    await world.post(scene.person('member'), asked, {}, randomUUID());
    const reviewer = scene.person('risk_approver');
    const { id } = await caseOf(world, reviewer, held);
    must(await say(world, reviewer, id, 'reject'));
    return held;
  },
};

async function paid(scene: Actors): Promise<string> {
  const owner = scene.person('owner');
  const thread = await scene.world.thread([owner, scene.person('counterparty')]);
  return idOf(await scene.world.send(owner, thread, '1.00'));
}

async function askedBack(scene: Actors): Promise<string> {
  const path = `/v1/payments/${await paid(scene)}/ask-backs`;
  const owner = scene.person('owner');
  const asked = await scene.world.post(owner, path, { reason: 'other' }, randomUUID());
  return String((must(asked) as ContestView).askBack?.id);
}

async function reported(scene: Actors): Promise<{ reportId: string; contestId: string }> {
  const paymentId = await paid(scene);
  const path = `/v1/payments/${paymentId}/reports`;
  const body = { kind: 'tricked', ...WORDS };
  const answer = await scene.world.post(scene.person('owner'), path, body, randomUUID());
  const { body: desk } = await scene.world.get(scene.person('risk_analyst'), '/v1/risk/contests');
  const { contests } = desk as { contests: ContestCaseView[] };
  return {
    reportId: String((must(answer) as ContestView).report?.id),
    contestId: String(contests.find(({ payment }) => payment.id === paymentId)?.id),
  };
}
