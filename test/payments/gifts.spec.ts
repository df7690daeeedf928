// Gifts to a group: given from the balance under the checks of a payment, opened once by each and first come
// first served, secret until they end, and provable afterwards.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import http from 'supertest';
import { checkGift } from '../../scripts/check-gift.mjs';
import type { GiftCheckView, GiftView } from '../../src/payments/gifts/contract.js';
import { ask, outcome } from '../support/chatter.js';
import { Gifts } from '../support/gifts.js';
import { secondApp } from '../support/second-app.js';
import { sameLimits } from '../support/trust-config.js';
import { PIN, type TestPerson, until, World } from '../support/world.js';

let world: World;
let second: NestFastifyApplication;
let gifts: Gifts;
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;
let dora: TestPerson;

beforeAll(async () => {
  const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'JPY', 'KWD'];
  const config = {
    limits: sameLimits(currencies, 5_000n),
    velocity: { sendsPerTenMinutes: 20, majorPerDay: 4_000n },
    confirm: { above: { EUR: 1_000n }, first: false },
  };
  world = await World.start({ config });
  second = await secondApp(world);
});
afterAll(async () => {
  await second.close();
  await world.stop();
});
beforeEach(async () => {
  gifts = new Gifts(world);
  ana = await world.person({ balance: '6000.00' });
  [ben, chloe, dora] = [await world.person(), await world.person(), await world.person()];
  await gifts.among([ana, ben, chloe, dora]);
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

test('is opened by luck: each sees their own part until it ends, then all, and the draw is right', async () => {
  const gift = await gifts.given(ana, '20.00', 3, { note: 'Happy new year' });
  expect(gift).toMatchObject({ state: 'open', opened: 0, count: 3, canOpen: false, proof: null });
  expect(gift).toMatchObject({ mine: null, results: null, returned: null });
  expect(await world.available(ana)).toBe('5980.00');
  expect(await gifts.claim(gift)).toBe('2000');
  const card = await gifts.card(gift, ben);
  expect(card).toMatchObject({ note: 'Happy new year', opened: 0, commitment: gift.commitment });
  expect(JSON.stringify(await gifts.look(gift, ben))).not.toContain('seed');

  const first = (await gifts.open(gift, ben)).body as GiftView;
  expect(first).toMatchObject({ opened: 1, canOpen: false, results: null, proof: null });
  expect(await world.available(ben)).toBe(first.mine);
  // Asked again it is the same part, and nothing moves.
  expect((await gifts.open(gift, ben)).body).toMatchObject({ mine: first.mine, opened: 1 });
  expect(await world.available(ben)).toBe(first.mine);
  expect(await gifts.look(gift, chloe)).toMatchObject({ mine: null, results: null, canOpen: true });
  expect(await gifts.card(gift, chloe)).toMatchObject({ opened: 1, results: null });
  expect(outcome(await gifts.open(gift, ana))).toEqual([422, 'gift_is_own']);

  await gifts.open(gift, chloe);
  const last = (await gifts.open(gift, dora)).body as GiftView;
  expect(last).toMatchObject({ state: 'ended', opened: 3, returned: '0.00' });
  expect(last.results?.map(({ person }) => person.id)).toEqual([ben.id, chloe.id, dora.id]);
  expect(last.results?.filter(({ luckiest }) => luckiest)).toHaveLength(1);
  expect(last.proof?.commitment).toBe(card.commitment);
  expect(await checkGift(last.proof, card.commitment)).toEqual([]);
  expect(await gifts.card(gift, ana)).toMatchObject({
    state: 'ended',
    opened: 3,
    returned: '0.00',
  });
  expect(await gifts.claim(gift)).toBe('0');

  // The same by the stand-alone file, on what the server answered and on a changed one.
  const file = join(mkdtempSync(join(tmpdir(), 'gift-')), 'gift.json');
  const run = (view: object) => {
    writeFileSync(file, JSON.stringify(view));
    const script = 'scripts/check-gift.mjs';
    const told = ['--commitment', card.commitment];
    return execFileSync(process.execPath, [script, file, ...told], { encoding: 'utf8' });
  };
  expect(run(last)).toContain('is right, checked against the commitment you saw');
  const [one = '', ...others] = last.proof?.parts ?? [];
  const changed = { ...last, proof: { ...last.proof, parts: [...others, one] } };
  if (new Set(last.proof?.parts).size > 1) expect(() => run(changed)).toThrow('Command failed');
});

test('what nobody opened goes back when its time is over, and no longer counts', async () => {
  const gift = await gifts.given(ana, '10.00', 3, { way: 'equally' });
  const opened = (await gifts.open(gift, ben)).body as GiftView;
  expect(['3.33', '3.34']).toContain(opened.mine);
  await gifts.overdue(gift);
  // Whether or not the clock has been here.
  expect(outcome(await gifts.open(gift, chloe))).toEqual([409, 'gift_over']);
  await Promise.all([gifts.tick(), gifts.tick()]);
  const after = await gifts.look(gift, ana);
  const back = opened.mine === '3.33' ? '6.67' : '6.66';
  expect(after).toMatchObject({ state: 'ended', opened: 1, returned: back });
  expect(after.results).toHaveLength(1);
  expect(await checkGift(after.proof, gift.commitment)).toEqual([]);
  expect(await gifts.card(gift, chloe)).toMatchObject({ state: 'ended', returned: back });
  expect(await gifts.claim(gift)).toBe('0');
  expect(Number(await world.available(ana)) + Number(opened.mine)).toBe(6000);
  const [sent] = await world.sql<{ amount: string }>(
    'SELECT sum(amount)::text AS amount FROM payments.sent_hourly WHERE payer_id = $1',
    [ana.id],
  );
  expect(sent?.amount).toBe(opened.mine?.replace('.', ''));
  const told = async (person: TestPerson, words: string) =>
    until(async () => (await world.get(person, '/v1/notifications')).text.includes(words), words);
  await told(ben, 'gave your group €10.00');
  await told(ana, `Nobody opened €${back} of your gift in time`);
  const lines = (await world.get(ana, '/v1/wallet/explanation?currency=EUR')).text;
  expect(lines).toContain('what nobody opened of your gift came back');
});

test('all at once over two processes: five parts go to exactly five, each once', async () => {
  const people = await Promise.all(Array.from({ length: 40 }, () => world.person()));
  await gifts.among([ana, ...people]);
  const gift = await gifts.given(ana, '100.00', 5);
  const at = (index: number) => (index % 2 === 0 ? world.app : second).getHttpServer();
  const answers = await Promise.all(
    [...people, ...people].map((person, index) =>
      http(at(index))
        .post(`/v1/gifts/${gift.id}/open`)
        .set('authorization', `Bearer ${person.token}`)
        .send({}),
    ),
  );
  const got = new Set(
    answers.flatMap(({ status }, index) => (status === 200 ? [people[index % 40]?.id] : [])),
  );
  expect(got.size).toBe(5);
  const others = answers.filter(({ status }) => status !== 200).map(outcome);
  expect(others.every(([status, code]) => status === 409 && code === 'gift_all_opened')).toBe(true);
  const { results, proof } = await gifts.look(gift, ana);
  expect(new Set(results?.map(({ person }) => person.id))).toEqual(got);
  expect(await checkGift(proof, gift.commitment)).toEqual([]);
  expect(await gifts.claim(gift)).toBe('0');
});

describe('who may open it', () => {
  test('nobody who came later, was outside, has left, or is blocked', async () => {
    const [late, stranger] = [await world.person(), await world.person()];
    const gift = await gifts.given(ana, '9.00', 3);
    const added = { personIds: [late.id] };
    const path = `/threads/${gifts.thread}/participants`;
    expect((await ask(world, ana, 'post', path, added)).status).toBeLessThan(300);
    for (const one of [late, stranger]) {
      expect(outcome(await gifts.open(gift, one))).toEqual([404, 'gift_unknown']);
      expect(outcome(await world.get(one, `/v1/gifts/${gift.id}`))).toEqual([404, 'gift_unknown']);
    }
    expect((await world.put(ben, `/v1/blocks/${ana.id}`, {})).status).toBeLessThan(300);
    expect(outcome(await gifts.open(gift, ben))).toEqual([422, 'gift_unavailable']);
    expect(await gifts.look(gift, ben)).toMatchObject({ canOpen: false });
    expect((await ask(world, chloe, 'post', `/threads/${gifts.thread}/leave`)).status).toBe(204);
    expect(outcome(await gifts.open(gift, chloe))).toEqual([404, 'gift_unknown']);
    expect(outcome(await gifts.open(gift, dora))).toEqual([200]);
  });

  test('nobody who has yet to prove an address', async () => {
    const gift = await gifts.given(ana, '9.00', 3);
    await world.sql(
      `UPDATE identity.people SET email = $2, email_verified_at = NULL WHERE id = $1`,
      [ben.id, `${randomUUID()}@example.org`],
    );
    expect(outcome(await gifts.open(gift, ben))).toEqual([422, 'gift_needs_email']);
  });
});

describe('giving', () => {
  test('is once for each key, and refuses what is no gift', async () => {
    const body = gifts.body('5.00', 2);
    const key = randomUUID();
    const first = await gifts.give(ana, body, key);
    const again = await gifts.give(ana, body, key);
    expect([again.text, again.headers['idempotent-replayed']]).toEqual([first.text, 'true']);
    const other = await gifts.give(ana, gifts.body('6.00', 2), key);
    expect(outcome(other)).toEqual([422, 'idempotency_key_reused']);
    const refused = async (wanted: object) =>
      outcome(await gifts.give(ana, { ...body, ...wanted }))[1];
    expect(await refused({ count: 4 })).toBe('gift_too_many_parts');
    expect(await refused({ count: 0 })).toBe('request_invalid');
    expect(await refused({ way: 'theirs' })).toBe('request_invalid');
    expect(await refused({ amount: { amount: '0.02', currency: 'EUR' }, count: 3 })).toBe(
      'gift_too_small',
    );
    expect(await refused({ amount: { amount: '1.00', currency: 'PLN' } })).toBe(
      'currency_not_supported',
    );
    expect(outcome(await gifts.give(ben, body))).toEqual([422, 'insufficient_funds']);
    const stranger = await world.person({ balance: '10.00' });
    expect(outcome(await gifts.give(stranger, body))).toEqual([404, 'payment_thread_unknown']);
    gifts.thread = await world.thread([ana, ben]);
    expect(outcome(await gifts.give(ana, gifts.body('5.00', 1)))).toEqual([
      400,
      'gift_needs_group',
    ]);
  });

  test('counts as one payment: limits, the judge, confirmation and the trusted contact', async () => {
    const large = gifts.body('1000.01', 3);
    expect(outcome(await gifts.give(ana, large))).toEqual([422, 'confirmation_setup_needed']);
    await world.setPin(ana);
    expect(outcome(await gifts.give(ana, large))).toEqual([422, 'confirmation_needed']);
    const path = `/v1/threads/${gifts.thread}/gifts/check`;
    const asked = (await world.post(ana, path, large)).body as GiftCheckView;
    expect(asked).toMatchObject({ others: 3, confirmation: { reason: 'amount' } });
    const confirmationId = asked.confirmation?.id ?? '';
    await world.post(ana, `/v1/confirmations/${confirmationId}/pin`, { pin: PIN });
    const dearer = { ...large, amount: { amount: '1000.02', currency: 'EUR' }, confirmationId };
    expect(outcome(await gifts.give(ana, dearer))).toEqual([422, 'confirmation_not_valid']);
    expect(outcome(await gifts.give(ana, { ...large, confirmationId }))).toEqual([201]);
    // What was given counts for the judge, and for the limits.
    expect(outcome(await gifts.give(ana, gifts.body('3000.00', 3)))).toEqual([
      422,
      'gift_needs_review',
    ]);
    await world.sql(
      `UPDATE payments.sent_hourly SET amount = amount + 399900 WHERE payer_id = $1`,
      [ana.id],
    );
    expect(outcome(await gifts.give(ana, gifts.body('20.00', 3)))).toEqual([422, 'limit_per_day']);
    await world.sql(
      `UPDATE payments.sent_hourly SET amount = amount - 399900 WHERE payer_id = $1`,
      [ana.id],
    );
    await world.sql(
      `INSERT INTO payments.trusted_contacts (person_id, contact_id, amount, currency, accepted_at)
       VALUES ($1, $2, 1000, 'EUR', now())`,
      [ana.id, dora.id],
    );
    expect(outcome(await gifts.give(ana, gifts.body('10.01', 3)))).toEqual([
      422,
      'gift_needs_agreement',
    ]);
    expect(outcome(await gifts.give(ana, gifts.body('10.00', 3)))).toEqual([201]);
  });
});

test('the audit sees a gift that does not add up, a claim left, and a card that lies', async () => {
  const gift = await gifts.given(ana, '20.00', 3);
  await gifts.open(gift, ben);
  const named = async (): Promise<string[]> =>
    (await world.faults()).map((fault) => fault.split(':')[0] ?? '');
  const grow = (number: number, by: number) =>
    world.sql(
      'UPDATE payments.gift_parts SET amount = amount + $3 WHERE gift_id = $1 AND number = $2',
      [gift.id, number, by],
    );
  await grow(3, 1);
  expect(await named()).toEqual(expect.arrayContaining(['G1', 'G2']));
  await grow(3, -1);
  await grow(1, 1);
  expect(await named()).toEqual(expect.arrayContaining(['G1', 'G3']));
  await grow(1, -1);
  const count = (opened: number) =>
    world.sql(
      `UPDATE chat.messages SET card_data = jsonb_set(card_data, '{opened}', to_jsonb($2::int))
        WHERE card_id = $1`,
      [gift.id, opened],
    );
  await count(2);
  expect(await named()).toEqual(['G4']);
  await count(1);
});
