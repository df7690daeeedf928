// A receipt by its code: what anybody sees who has it, that nothing else is in it, that it follows what
// becomes of the payment, and that guessing ends soon.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PublicReceiptView, ReceiptCodeView } from '../../src/payments/records/contract.js';
import { type TestPerson, World } from '../support/world.js';

const VERIFIER = fileURLToPath(new URL('../../scripts/verify-ledger.mjs', import.meta.url));

let world: World;
let folder: string;
let ana: TestPerson;
let ben: TestPerson;
let threadId: string;
let paymentId: string;
let mine: ReceiptCodeView;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tenner-public-receipt-'));
  world = await World.start();
  ana = await world.person({ balance: '500.00' });
  ben = await world.person();
  threadId = await world.thread([ana, ben]);
  const sent = await world.send(ana, threadId, '12.34', { note: 'a surprise for Cleo' });
  paymentId = String(sent.body.id);
  mine = (await world.get(ana, `/v1/payments/${paymentId}/receipt-code`)).body as ReceiptCodeView;
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

const look = (code: string) => world.http.get(`/v1/receipts/${encodeURIComponent(code)}`);

test('both people are given the same code, nobody else any', async () => {
  expect(mine.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
  expect(mine.url).toBe(`${world.webUrl}/receipt/${mine.code}`);
  const bens = await world.get(ben, `/v1/payments/${paymentId}/receipt-code`);
  expect(bens.body).toEqual(mine);
  const cleo = await world.person();
  const refused = await world.get(cleo, `/v1/payments/${paymentId}/receipt-code`);
  expect([refused.status, refused.body.code]).toEqual([404, 'payment_unknown']);
});

test('anybody with the code sees what the two would say, and no more', async () => {
  const { status, body, text } = await look(mine.code);
  expect(status).toBe(200);
  const { proof, completedAt, ...rest } = body as PublicReceiptView;
  expect(rest).toEqual({
    code: mine.code,
    payer: { name: ana.name, handle: ana.handle },
    payee: { name: ben.name, handle: ben.handle },
    amount: { amount: '12.34', currency: 'EUR' },
    fee: null,
    state: 'completed',
    refunded: null,
  });
  expect(Date.parse(completedAt)).toBeLessThanOrEqual(Date.now());
  expect(Object.keys(proof)).toHaveLength(6);
  for (const secret of ['surprise', ana.id, ben.id, paymentId, threadId, 'user.available']) {
    expect(text).not.toContain(secret);
  }
});

test('a code is understood however it is typed, and in no other way', async () => {
  const typed = mine.code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
  expect((await look(typed)).body.code).toBe(mine.code);
  const last = mine.code.endsWith('7') ? '8' : '7';
  const wrong = [
    mine.code.slice(0, -1) + last,
    mine.code.slice(0, -1),
    'UUUUU-UUUUU-UUUUU-UUUUU',
    paymentId,
    '%',
  ];
  const answers = await Promise.all(wrong.map(look));
  expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
  expect(answers[0]?.body.code).toBe('receipt_unknown');
  // A payment whose receipt nobody has looked at has no code that could be found.
  const other = await world.send(ana, threadId, '1.00');
  const [row] = await world.sql('SELECT count(*)::int AS codes FROM payments.receipt_codes');
  expect(row).toEqual({ codes: 1 });
  expect(other.status).toBe(201);
});

test('the stand-alone verifier finds the entry, and its hash is that of the full receipt', async () => {
  const verify = (content: object) => {
    const file = path.join(folder, 'proof.json');
    writeFileSync(file, JSON.stringify(content));
    return spawnSync(process.execPath, [VERIFIER, file], { encoding: 'utf8' });
  };
  const { proof } = mine.receipt;
  const found = verify(proof);
  expect(found.stdout).toContain('All is right.');
  const full = verify((await world.get(ben, `/v1/payments/${paymentId}/receipt`)).body as object);
  expect(full.stdout).toContain(`Its hash is ${proof.entryHash}.`);
  const forged = {
    ...proof,
    entryHash: proof.entryHash.replace(/^./, (d) => (d === '0' ? '1' : '0')),
  };
  expect(verify(forged).status).toBe(1);
  expect(verify({ ...proof, note: 'x' }).status).toBe(1);
});

test('it says what became of the money since', async () => {
  const give = (amount: string) =>
    world.post(
      ben,
      `/v1/payments/${paymentId}/refunds`,
      { amount: { amount, currency: 'EUR' }, reason: 'too much' },
      `refund of ${amount} now`.replaceAll(' ', '-'),
    );
  expect((await give('2.34')).status).toBe(201);
  const partly = (await look(mine.code)).body as PublicReceiptView;
  expect([partly.state, partly.refunded?.amount]).toEqual(['partly_refunded', '2.34']);
  expect((await give('10.00')).status).toBe(201);
  expect((await look(mine.code)).body).toMatchObject({ state: 'refunded' });
  for (const [dispute, state] of [
    ['open', 'disputed'],
    ['lost', 'taken_back'],
    ['won', 'refunded'],
  ]) {
    await world.sql('UPDATE payments.payments SET dispute = $2 WHERE id = $1', [
      paymentId,
      dispute,
    ]);
    expect((await look(mine.code)).body).toMatchObject({ state });
  }
});

test('whoever guesses is stopped, and asking as a person still works', async () => {
  let last = 0;
  for (let tries = 0; tries < 61 && last !== 429; tries += 1) {
    const { status } = await look(`${String(10_000 + tries)}-00000-00000-00000`);
    expect([404, 429]).toContain(status);
    last = status;
  }
  expect(last).toBe(429);
  expect((await look(mine.code)).body).toMatchObject({ code: 'too_many_requests' });
  expect((await world.get(ana, `/v1/payments/${paymentId}/receipt-code`)).status).toBe(200);
});
