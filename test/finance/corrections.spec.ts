// Corrections over HTTP: two people, one outcome whoever races, a refusal by the books that leaves the
// correction open, and keys that make a retry harmless.
import { randomUUID } from 'node:crypto';
import type { CorrectionsPage, CorrectionView, JournalPage } from '../../src/finance/contract.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let fiona: TestPerson;
let felix: TestPerson;
let threadId: string;

beforeAll(async () => {
  world = await World.start();
  [ana, ben] = [await world.person({ balance: '100.00' }), await world.person()];
  fiona = await world.person({ roles: ['finance_operator'] });
  felix = await world.person({ roles: ['finance_approver'] });
  threadId = await world.thread([ana, ben]);
});
afterAll(async () => {
  expect(await world.faults()).toEqual([]);
  await world.stop();
});

const address = ({ id }: TestPerson): string => `user.available:${id}:EUR`;
const propose = async (body: object, key = randomUUID(), by = fiona): Promise<Answer> =>
  world.post(by, '/v1/finance/corrections', body, key);
const decide = async (
  id: string,
  word: 'approve' | 'decline',
  by = felix,
  key = randomUUID(),
): Promise<Answer> => {
  const body = word === 'decline' ? { reason: 'not so' } : {};
  return world.post(by, `/v1/finance/corrections/${id}/${word}`, body, key);
};
const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];

/** Sends from Ana to Ben and answers the entry. */
async function sent(amount: string): Promise<string> {
  const { body } = await world.send(ana, threadId, amount);
  const path = `/v1/finance/entries?reference=${(body as { id: string }).id}`;
  const found = (await world.get(fiona, path)).body as JournalPage;
  return found.entries[0]?.id ?? '';
}

const reversal = async (amount = '5.00') => ({
  kind: 'reversal',
  entryId: await sent(amount),
  reason: 'sent twice by mistake',
});
const entryOf = (amount: string, from = ana, to = ben) => ({
  kind: 'entry',
  reason: 'goodwill agreed by phone',
  lines: [
    { account: address(from), side: 'debit', amount, currency: 'EUR' },
    { account: address(to), side: 'credit', amount, currency: 'EUR' },
  ],
});
const idOf = (answer: Answer): string => (answer.body as CorrectionView).id;

test('a reversal is proposed by one, approved by another, and linked to what it undoes', async () => {
  const body = await reversal();
  const before = await world.available(ana);
  const proposed = await propose(body);
  expect(proposed.status).toBe(201);
  expect(proposed.body).toMatchObject({
    kind: 'reversal',
    state: 'proposed',
    entryId: body.entryId,
    proposedBy: { id: fiona.id, name: fiona.name },
    decidedBy: null,
    reference: null,
  });
  expect(await world.available(ana)).toBe(before);
  const approved = await decide(idOf(proposed), 'approve');
  expect(approved.body).toMatchObject({
    state: 'approved',
    decidedBy: { id: felix.id },
    reference: `${idOf(proposed)}:posted`,
    refusal: null,
  });
  expect(Number(await world.available(ana))).toBe(Number(before) + 5);
  const undone = await world.get(fiona, `/v1/finance/entries/${body.entryId}`);
  const { reversedBy } = undone.body as { reversedBy: string };
  const undoing = await world.get(fiona, `/v1/finance/entries/${reversedBy}`);
  expect(undoing.body).toMatchObject({
    template: 'P15',
    reverses: body.entryId,
    reason: body.reason,
    recordedBy: fiona.name,
    approvedBy: felix.name,
  });
  expect(outcome(await propose(body))).toEqual([409, 'entry_already_reversed']);
  expect(outcome(await propose({ ...body, entryId: reversedBy }))).toEqual([
    400,
    'entry_is_reversal',
  ]);
});

test('an entry with free lines is posted as it was proposed', async () => {
  const proposed = await propose(entryOf('2.50', ana, ben));
  expect(proposed.body).toMatchObject({
    kind: 'entry',
    entryId: null,
    lines: entryOf('2.50').lines,
  });
  const before = Number(await world.available(ben));
  expect(outcome(await decide(idOf(proposed), 'approve'))).toEqual([200, 'approved']);
  expect(Number(await world.available(ben))).toBeCloseTo(before + 2.5, 5);
});

test('nobody approves or declines their own', async () => {
  const id = idOf(await propose(entryOf('1.00')));
  for (const word of ['approve', 'decline'] as const) {
    expect(outcome(await decide(id, word, fiona))).toEqual([403, 'role_missing']);
  }
  // Not even when they have become an approver since.
  const become = (role: string): Promise<unknown> =>
    world.sql('UPDATE identity.people SET roles = ARRAY[$2] WHERE id = $1', [fiona.id, role]);
  await become('finance_approver');
  for (const word of ['approve', 'decline'] as const) {
    await until(
      async () => outcome(await decide(id, word, fiona))[1] === 'approver_needed',
      'the refusal of their own',
    );
  }
  await become('finance_operator');
  await until(
    async () => outcome(await decide(id, 'approve', fiona))[1] === 'role_missing',
    'her old role',
  );
  expect(outcome(await decide(id, 'decline'))).toEqual([200, 'declined']);
  const one = await world.get(fiona, `/v1/finance/corrections/${id}`);
  expect(one.body).toMatchObject({ state: 'declined', decisionReason: 'not so', reference: null });
});

test('of approvals and refusals at once exactly one wins', async () => {
  const third = await world.person({ roles: ['finance_approver'] });
  for (let turn = 0; turn < 6; turn += 1) {
    const id = idOf(await propose(entryOf('0.10')));
    const answers = await Promise.all([
      decide(id, 'approve', felix),
      decide(id, turn % 2 === 0 ? 'approve' : 'decline', third),
      decide(id, 'decline', felix),
      decide(id, 'approve', third),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(answers.filter(({ status }) => status === 409).map((one) => outcome(one)[1])).toEqual(
      Array(3).fill('correction_decided'),
    );
    const state = answers.find(({ status }) => status === 200)?.body.state as string;
    const entries = await world.get(fiona, `/v1/finance/entries?reference=${id}`);
    expect((entries.body as JournalPage).entries).toHaveLength(state === 'approved' ? 1 : 0);
  }
});

test('what the books refuse is answered, shown, and can be approved later', async () => {
  const rich = await world.available(ana);
  const id = idOf(await propose(entryOf(rich)));
  await world.send(ana, threadId, '1.00');
  const refused = await decide(id, 'approve');
  expect(outcome(refused)).toEqual([422, 'floor_reached']);
  const shown = await world.get(fiona, `/v1/finance/corrections/${id}`);
  expect(shown.body).toMatchObject({
    state: 'proposed',
    refusal: { code: 'floor_reached', detail: address(ana) },
  });
  const attempts = await world.sql('SELECT FROM ledger.attempts WHERE reference LIKE $1', [
    `${id}%`,
  ]);
  expect(attempts).toEqual([]);
  await world.fund(ana, '1.00');
  expect(outcome(await decide(id, 'approve'))).toEqual([200, 'approved']);
  const after = await world.get(fiona, `/v1/finance/corrections/${id}`);
  expect(after.body).toMatchObject({ state: 'approved', refusal: null });
  await world.fund(ana, '100.00');
});

test('the same key gets the same answer, refusals too, and moves nothing twice', async () => {
  const [key, body] = [randomUUID(), entryOf('0.30')];
  const first = await propose(body, key);
  const again = await propose(body, key);
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  expect(again.headers['idempotent-replayed']).toBe('true');
  expect(outcome(await propose(entryOf('0.31'), key))).toEqual([422, 'idempotency_key_reused']);
  const approveKey = randomUUID();
  const approved = await decide(idOf(first), 'approve', felix, approveKey);
  const replayed = await decide(idOf(first), 'approve', felix, approveKey);
  expect([replayed.status, replayed.text]).toEqual([approved.status, approved.text]);
  const refusedKey = randomUUID();
  const refused = await propose(entryOf('99999.00'), refusedKey);
  expect(outcome(refused)).toEqual([422, 'floor_reached']);
  expect((await propose(entryOf('99999.00'), refusedKey)).text).toBe(refused.text);
  const missing = await world.post(fiona, '/v1/finance/corrections', body);
  expect(outcome(missing)).toEqual([400, 'idempotency_key_missing']);
});

test('two proposals to reverse the same entry: the second approval is refused by the books', async () => {
  const body = await reversal('0.50');
  const [first, second] = [await propose(body), await propose(body)];
  expect(outcome(await decide(idOf(first), 'approve'))).toEqual([200, 'approved']);
  expect(outcome(await decide(idOf(second), 'approve'))).toEqual([409, 'entry_already_reversed']);
  expect(outcome(await decide(idOf(second), 'decline'))).toEqual([200, 'declined']);
});

test('the list is newest first, by state and in pages', async () => {
  const page = async (query: string): Promise<CorrectionsPage> =>
    (await world.get(fiona, `/v1/finance/corrections?${query}`)).body as CorrectionsPage;
  const all = await page('limit=100');
  expect(all.next).toBeNull();
  const ids = all.corrections.map(({ id }) => id);
  expect(ids).toEqual([...ids].sort().reverse());
  const first = await page('limit=2');
  const second = await page(`limit=100&before=${first.next ?? ''}`);
  expect([...first.corrections, ...second.corrections].map(({ id }) => id)).toEqual(ids);
  const declined = await page('state=declined&limit=100');
  expect(declined.corrections.length).toBeGreaterThan(0);
  expect(new Set(declined.corrections.map(({ state }) => state))).toEqual(new Set(['declined']));
});

test('what was decided cannot be changed, not even by the owner of the database', async () => {
  await expect(
    world.sql(`UPDATE finance.corrections SET state = 'declined' WHERE state = 'approved'`),
  ).rejects.toThrow();
  await expect(world.sql('DELETE FROM finance.corrections')).rejects.toThrow();
});

test('a correction that is none is unknown to everybody', async () => {
  for (const id of ['cor_1', `cor_${'0'.repeat(26)}`]) {
    const path = `/v1/finance/corrections/${id}`;
    expect(outcome(await world.get(fiona, path))).toEqual([404, 'correction_unknown']);
    expect(outcome(await decide(id, 'approve'))).toEqual([404, 'correction_unknown']);
    expect(outcome(await decide(id, 'decline'))).toEqual([404, 'correction_unknown']);
  }
  const silent = await world.post(felix, `/v1/finance/corrections/cor_1/decline`, {}, randomUUID());
  expect(outcome(silent)).toEqual([400, 'request_invalid']);
});
