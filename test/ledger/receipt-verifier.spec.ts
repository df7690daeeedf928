// The stand-alone verifier against a real receipt, against misuse, and against files that are nothing.
import { readFileSync } from 'node:fs';
import { changes } from '../support/json-changes.js';
import type { LedgerParts } from '../support/ledger-parts.js';
import { inTurn, KEYS, publicPem, sealedBooks, Verifier } from '../support/sealed-books.js';

let parts: LedgerParts;
const verifier = new Verifier();

beforeAll(async () => {
  parts = await sealedBooks();
});
afterAll(async () => {
  await parts.stop();
  verifier.end();
});

describe('a receipt', () => {
  const receipt = () => parts.receipts.receipt({ reference: 'pay_3:sent' });

  test('that is right is right', async () => {
    const given = await receipt();
    const keyFile = verifier.file(publicPem(KEYS[1]));
    expect(await verifier.verify(JSON.stringify(given))).toMatchObject({ code: 0 });
    const { code, out } = await verifier.verify(JSON.stringify(given, null, 2), '--key', keyFile);
    expect(out).toContain('(pay_3:sent) at position 5, 2 lines, seal 2');
    expect(code).toBe(0);
    expect(
      (await verifier.verify(JSON.stringify(given), '--key', verifier.file(publicPem(KEYS[0]))))
        .code,
    ).toBe(1);
  });

  test('of which any field is changed is wrong', async () => {
    const all = changes(await receipt());
    expect(all.length).toBeGreaterThan(30);
    const missed: string[] = [];
    await inTurn(all, async ({ at, changed }) => {
      const { code, out } = await verifier.verify(JSON.stringify(changed));
      if (code !== 1 || !out.includes('WRONG')) missed.push(`${at}: ${String(code)} ${out}`);
    });
    expect(missed).toEqual([]);
  }, 60_000);

  test('shows no balance of anybody, and no inner id of an account', async () => {
    const text = JSON.stringify(await receipt());
    expect(text).not.toMatch(/balance|version|salt|acc_/i);
    const { rows } = await (
      await parts.connect()
    ).query<{ n: string; salt: string }>(
      `SELECT balance_after AS n, encode(salt, 'hex') AS salt
         FROM ledger.lines l JOIN ledger.entries e ON e.id = l.entry_id
        WHERE e.reference = 'pay_3:sent'`,
    );
    expect(rows).toHaveLength(2);
    for (const { n, salt } of rows) {
      expect(text).not.toContain(`"${n}"`);
      expect(text).not.toContain(salt);
    }
  });
});

test.each([
  [[], 'which file?'],
  [['nothing.json'], 'nothing.json cannot be read'],
  [['a', 'b'], 'b is not understood'],
  [['a', '--all'], '--all is not understood'],
  [['verify-ledger.mjs', '--key', 'verify-ledger.mjs'], 'holds no Ed25519 public key'],
])('misuse %j ends with 2 and says how to use it', async (args, sentence) => {
  const { code, out } = await verifier.run(...args);
  expect(code).toBe(2);
  expect(out).toContain(sentence);
  expect(out).toContain('Usage: ');
});

test.each(['', 'not JSON', '[]', '{}', 'null', '{"type":"entry"}', '{"type":"header"}\n{{'])(
  'a file that holds %j is wrong, not a crash',
  async (content) => {
    const { code, out } = await verifier.verify(content);
    expect(code).toBe(1);
    expect(out).toContain('WRONG');
  },
);

test('the verifier imports nothing but what comes with Node', () => {
  const imports = [
    ...readFileSync(verifier.script, 'utf8').matchAll(/\bfrom '([^']+)'|import\('/g),
  ];
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter(([, name]) => name?.startsWith('node:') !== true)).toEqual([]);
});
