// The receipt of a payment and the head of the books over HTTP: who gets them, when, and that the
// stand-alone verifier agrees with what they say.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LedgerHeadView, ReceiptView } from '../../src/ledger/index.js';
import { type TestPerson, World } from '../support/world.js';

const script = (name: string): string =>
  fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));

let world: World;
let folder: string;
let ana: TestPerson;
let ben: TestPerson;
let threadId: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tenner-receipt-'));
  world = await World.start({
    config: { velocity: { sendsPerTenMinutes: 50, majorPerDay: 100n } },
  });
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

function run(name: string, ...args: string[]): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, [script(name), ...args], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: world.databaseUrl },
  });
}

function verify(content: object): { status: number | null; stdout: string } {
  const file = path.join(folder, 'receipt.json');
  writeFileSync(file, JSON.stringify(content));
  return run('verify-ledger.mjs', file);
}

test('before anything is sealed there is no head', async () => {
  const answer = await world.http.get('/v1/ledger/head');
  expect(answer.status).toBe(404);
  expect(answer.body).toMatchObject({ code: 'ledger_not_sealed_yet' });
});

describe('a payment', () => {
  let paymentId: string;
  let receipt: ReceiptView;

  beforeAll(async () => {
    ana = await world.person({ balance: '500.00' });
    ben = await world.person();
    threadId = await world.thread([ana, ben]);
    paymentId = String((await world.send(ana, threadId, '12.34')).body.id);
    receipt = (await world.get(ana, `/v1/payments/${paymentId}/receipt`)).body as ReceiptView;
  });

  test('has its receipt at once, and the verifier agrees with it', () => {
    expect(receipt).toMatchObject({
      format: 'tenner.receipt.v1',
      entry: {
        reference: `${paymentId}:completed`,
        template: 'P3',
        lines: [
          { address: `user.available:${ana.id}:EUR`, side: 'debit', amount: '1234' },
          { address: `user.available:${ben.id}:EUR`, side: 'credit', amount: '1234' },
        ],
      },
    });
    const { status, stdout } = verify(receipt);
    expect(stdout).toContain('All is right.');
    expect(status).toBe(0);
    expect(verify({ ...receipt, position: receipt.position + 1 }).status).toBe(1);
  });

  test('has the same receipt for payer and payee, and none for anybody else', async () => {
    const payees = await world.get(ben, `/v1/payments/${paymentId}/receipt`);
    expect(payees.body).toEqual(receipt);
    const cleo = await world.person();
    const answer = await world.get(cleo, `/v1/payments/${paymentId}/receipt`);
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ code: 'payment_unknown' });
    expect((await world.get(ana, '/v1/payments/pay_nothing/receipt')).body).toMatchObject({
      code: 'payment_unknown',
    });
    expect((await world.http.get(`/v1/payments/${paymentId}/receipt`)).status).toBe(401);
  });

  test('that is held has no receipt yet', async () => {
    const held = await world.send(ana, threadId, '300.00');
    expect(held.body).toMatchObject({ state: 'held' });
    const answer = await world.get(ana, `/v1/payments/${String(held.body.id)}/receipt`);
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ code: 'payment_not_completed' });
  });

  test('the head is public and not older than the receipt; the export agrees with both', async () => {
    const head = (await world.http.get('/v1/ledger/head')).body as LedgerHeadView;
    expect(head.seal.number).toBeGreaterThanOrEqual(receipt.seal.number);
    expect(head.publicKey).toBe(receipt.publicKey);
    const printed = run('ledger-head.mjs');
    expect(JSON.parse(printed.stdout)).toEqual((await world.http.get('/v1/ledger/head')).body);
    const headFile = path.join(folder, 'head.json');
    writeFileSync(headFile, printed.stdout);
    const out = path.join(folder, 'export.jsonl');
    expect(run('ledger-export.mjs', '--out', out).status).toBe(0);
    const { status, stdout } = run('verify-ledger.mjs', out, '--head', headFile);
    expect(stdout).toContain('All is right.');
    expect(status).toBe(0);
    expect(readFileSync(out, 'utf8')).toContain(receipt.entry.id);
    expect(run('ledger-export.mjs', '--out', out, '--from', '0').status).toBe(2);
    expect(run('ledger-export.mjs').status).toBe(2);
    expect(run('ledger-export.mjs', '--out', out, '--from', '999999').status).toBe(1);
  });

  test('the interface describes both', async () => {
    const { paths } = (await world.http.get('/openapi.json')).body as { paths: object };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/v1/ledger/head', '/v1/payments/{paymentId}/receipt']),
    );
  });
});
