// The stand-alone verifier against real exports and receipts: it agrees with what is right, and for
// every single field that is changed it disagrees and names the place. It runs as strangers run it,
// as a process of its own from a folder of its own.
import { spawn } from 'node:child_process';
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { newSigningKey } from '../../scripts/signing-key.mjs';
import { closingHash } from '../../src/ledger/seals/closing.js';
import { keyIdOf, publicKeyOf } from '../../src/ledger/seals/seal.js';
import { openAccounts, writeEntries } from '../support/entries.js';
import { changes, type Json } from '../support/json-changes.js';
import { type LedgerParts, startLedgerParts } from '../support/ledger-parts.js';

const ANA = 'user.available:ana:EUR';
const BEN = 'user.available:ben:EUR';
const PENDING = 'stripe.pending::EUR';
const FEES = 'stripe.fees::EUR';
const KEYS = [newSigningKey(), newSigningKey()] as const;

type Line = Record<string, Json> & { type: string; hash?: string };

let parts: LedgerParts;
let folder: string;
let lines: Line[];
let verifier: string;

const publicPem = (key: string): string =>
  createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'pem' }).toString();

let files = 0;
function file(content: string): string {
  files += 1;
  const name = path.join(folder, `file-${String(files)}`);
  writeFileSync(name, content);
  return name;
}
const jsonl = (all: readonly object[]): string =>
  all.map((line) => JSON.stringify(line)).join('\n');

async function verify(content: string, ...args: string[]): Promise<{ code: number; out: string }> {
  const name = file(content);
  const child = spawn(process.execPath, [verifier, name, ...args], { cwd: folder });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => (out += piece.toString()));
  }
  const code = await new Promise<number>((resolve) => child.once('close', resolve));
  rmSync(name);
  return { code, out };
}

/** Several at a time, since each is mostly the start of a process. */
async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values();
  await Promise.all(
    [1, 2, 3].map(async () => {
      for (const item of left) await work(item);
    }),
  );
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'tenner-verify-'));
  verifier = path.join(folder, 'verify-ledger.mjs');
  copyFileSync(
    fileURLToPath(new URL('../../scripts/verify-ledger.mjs', import.meta.url)),
    verifier,
  );
  parts = await startLedgerParts();
  const client = await parts.connect();
  await openAccounts(client, [ANA, BEN, PENDING, FEES]);
  const [funded = ''] = await writeEntries(client, [
    {
      template: 'P2',
      reference: 'ch_1:succeeded',
      moves: [
        [PENDING, ANA, 5000n],
        [FEES, PENDING, 175n],
      ],
    },
  ]);
  const [paid = ''] = await writeEntries(client, [
    { reference: 'pay_1:sent', linkedTo: funded, moves: [[ANA, BEN, 2000n]] },
  ]);
  await parts.sealerWith(KEYS[0]).seal();
  await writeEntries(client, [
    {
      template: 'P15',
      reference: 'pay_1:reversed',
      reverses: paid,
      reason: 'paid twice – ünïcode',
      recordedBy: 'usr_fiona',
      approvedBy: 'usr_frank',
      moves: [[BEN, ANA, 2000n]],
    },
    { reference: 'pay_2:sent', moves: [[ANA, BEN, 11n]] },
    { reference: 'pay_3:sent', moves: [[ANA, BEN, 22n]] },
  ]);
  await parts.sealerWith(KEYS[1]).seal();
  await close(client, KEYS[1]);
  lines = (await parts.exported()) as Line[];
});
afterAll(async () => {
  await parts.stop();
  rmSync(folder, { recursive: true });
});

/** The books closed at position 2, as the ledger does it. */
async function close(
  client: Awaited<ReturnType<LedgerParts['connect']>>,
  pem: string,
): Promise<void> {
  const key = createPrivateKey(pem);
  const closing = {
    number: 1,
    through: new Date('2026-01-01T00:00:00.000Z'),
    position: 2n,
    balancesHash: Buffer.alloc(32, 7),
    reason: 'end of the year',
    closedBy: 'usr_fiona',
    closedAt: new Date('2026-01-05T09:00:00.000Z'),
    previousHash: Buffer.alloc(32),
  };
  const hash = closingHash(closing);
  await client.query(
    'INSERT INTO ledger.closings VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
    [
      ...[closing.number, closing.through, '2', closing.balancesHash, closing.reason],
      ...[closing.closedBy, closing.closedAt, closing.previousHash, hash],
      ...[keyIdOf(publicKeyOf(key)), sign(null, hash, key)],
    ],
  );
}

describe('an export', () => {
  test('that is right is right, with a note on the keys it had to trust', async () => {
    const { code, out } = await verify(jsonl(lines));
    expect(out).toContain(
      '5 entries (positions 1 to 5), 12 lines, 4 accounts, 2 seals, 1 closings.',
    );
    expect(out).toContain('which had to be trusted');
    expect(out).toContain('All is right.');
    expect(code).toBe(0);
    const keys = KEYS.map((key) => ['--key', file(publicPem(key))]).flat();
    const trusting = await verify(jsonl(lines), ...keys);
    expect(trusting).toMatchObject({ code: 0 });
    expect(trusting.out).toContain('Signed with a key you named');
  });

  test('of which any field is changed is wrong, and the place is named', async () => {
    const all = lines.flatMap((line, index) =>
      changes(line).map(({ at, changed }) => ({ at, changed, line, index })),
    );
    expect(all.length).toBeGreaterThan(150);
    const missed: string[] = [];
    await inTurn(all, async ({ at, changed, line, index }) => {
      const { code, out } = await verify(jsonl(lines.with(index, changed as Line)));
      const named = [...namesOf(line), `line ${String(index + 1)}`].some((name) =>
        out.includes(name),
      );
      if (code !== 1 || !named) missed.push(`${line.type} ${at}: ${String(code)} ${out}`);
    });
    expect(missed).toEqual([]);
  }, 120_000);

  test('with a field too many, or one too few, is wrong', async () => {
    const broken = lines.flatMap((line, index) => [
      lines.with(index, { ...line, more: 1 }),
      lines.with(index, Object.fromEntries(Object.entries(line).slice(0, -1)) as Line),
    ]);
    await inTurn(broken, async (all) => {
      const { code, out } = await verify(jsonl(all));
      expect(out).toMatch(/the field \w+ is (unknown|missing)/);
      expect(code).toBe(1);
    });
  });

  const indexOf = (type: string, number = 0): number =>
    lines.flatMap((line, index) => (line.type === type ? [index] : []))[number] ?? -1;

  test('without one of its entries names the missing position', async () => {
    const { code, out } = await verify(jsonl(lines.toSpliced(indexOf('entry', 3), 1)));
    expect(out).toContain('position 4 is missing');
    expect(out).toContain('seal 2: its root is not that of its entries');
    expect(code).toBe(1);
    const last = await verify(jsonl(lines.toSpliced(indexOf('entry', 4), 1)));
    expect(last.out).toContain('positions 5 to 5 are missing');
    expect(last.code).toBe(1);
  });

  test('with two entries swapped is wrong, also when their positions are swapped with them', async () => {
    const [a, b] = [indexOf('entry', 3), indexOf('entry', 4)];
    const [first, second] = [lines[a], lines[b]];
    if (first === undefined || second === undefined) throw new Error('five entries');
    const moved = await verify(jsonl(lines.with(a, second).with(b, first)));
    expect(moved.out).toContain('position 4 is missing');
    expect(moved.code).toBe(1);
    const renumbered = lines
      .with(a, { ...second, position: first.position ?? 0 })
      .with(b, { ...first, position: second.position ?? 0 });
    const { code, out } = await verify(jsonl(renumbered));
    expect(out).toContain('seal 2: its root is not that of its entries');
    expect(out).toMatch(/version \d+ follows version \d+/);
    expect(code).toBe(1);
  });

  test('says which line of an entry was edited, when the running balances show it', async () => {
    const index = indexOf('entry', 1);
    const text = JSON.stringify(lines[index]).replaceAll('"amount":"2000"', '"amount":"2500"');
    const { code, out } = await verify(jsonl(lines.with(index, JSON.parse(text) as Line)));
    expect(out).toMatch(/entry je_\S+ \(position 2\) was changed/);
    expect(out).toContain(
      'position 2), line 1 (user.available:ana:EUR): balance 3000 does not follow',
    );
    expect(code).toBe(1);
  });

  describe('whose tail was cut', () => {
    const head = async (): Promise<string> => file(JSON.stringify(await parts.receipts.head()));
    const withoutTail = (): Line[] => {
      const upTo = indexOf('seal', 0);
      return [{ ...lines[0], lastPosition: 2 } as Line, ...lines.slice(1, upTo + 1)];
    };

    test('without its last seal: the entries are under none', async () => {
      const { code, out } = await verify(jsonl(lines.slice(0, indexOf('seal', 1))));
      expect(out).toContain('the last 3 entries are under no seal: the tail was cut');
      expect(code).toBe(1);
    });

    test('in the middle of a seal: the seal says more than the entries', async () => {
      const cut = lines.filter((line) => line.type !== 'entry' || Number(line.position) < 4);
      const { code, out } = await verify(jsonl(cut));
      expect(out).toContain('positions 4 to 5 are missing');
      expect(code).toBe(1);
    });

    test('whole seals and the header with it: only a published head tells', async () => {
      expect(await verify(jsonl(withoutTail()))).toMatchObject({ code: 0 });
      const { code, out } = await verify(jsonl(withoutTail()), '--head', await head());
      expect(out).toContain(
        'seal 2, up to position 5, was published, the file ends at position 2: the tail was cut',
      );
      expect(code).toBe(1);
    });

    test('not at all: the published head agrees', async () => {
      expect(await verify(jsonl(lines), '--head', await head())).toMatchObject({ code: 0 });
    });

    test('and written again differently: the published seal is another', async () => {
      const other = await startLedgerParts();
      try {
        const client = await other.connect();
        await openAccounts(client, [ANA, PENDING]);
        await writeEntries(client, [{ template: 'P2', moves: [[PENDING, ANA, 1n]] }]);
        await other.sealerWith(KEYS[0]).seal();
        await writeEntries(client, [{ template: 'P2', moves: [[PENDING, ANA, 2n]] }]);
        await other.sealerWith(KEYS[1]).seal();
        const { code, out } = await verify(jsonl(await other.exported()), '--head', await head());
        expect(out).toContain('seal 2 is not the one that was published');
        expect(code).toBe(1);
      } finally {
        await other.stop();
      }
    });
  });

  test('signed again with another key is wrong for who names the key', async () => {
    const forger = createPrivateKey(newSigningKey());
    const der = publicKeyOf(forger);
    const keyId = keyIdOf(der);
    const forged = lines.map((line) => {
      if (line.type === 'header') {
        return { ...line, keys: [{ id: keyId, publicKey: der.toString('base64') }] };
      }
      if (line.type !== 'seal' && line.type !== 'closing') return line;
      const signature = sign(null, Buffer.from(line.hash ?? '', 'hex'), forger).toString('base64');
      return { ...line, keyId, signature };
    });
    const trusting = await verify(jsonl(forged));
    expect(trusting.code).toBe(0);
    expect(trusting.out).toContain(`the key inside the file (${keyId}), which had to be trusted`);
    const { code, out } = await verify(jsonl(forged), '--key', file(publicPem(KEYS[0])));
    expect(out).toContain(`seal 1 is signed with the key ${keyId}, which is not a key you trust`);
    expect(code).toBe(1);
    const oneOfTwo = await verify(jsonl(lines), '--key', file(publicPem(KEYS[0])));
    expect(oneOfTwo.out).toMatch(/seal 2 is signed with the key \w+, which is not a key you trust/);
    expect(oneOfTwo.code).toBe(1);
  });

  test('of a range is right, and says what it takes on trust', async () => {
    const { code, out } = await verify(jsonl(await parts.exported({ from: 4n })));
    expect(out).toContain('The file begins at position 3');
    expect(out).toMatch(/reverses names je_\S+, from before this file/);
    expect(code).toBe(0);
  });
});

describe('a receipt', () => {
  const receipt = () => parts.receipts.receipt({ reference: 'pay_3:sent' });

  test('that is right is right', async () => {
    const given = await receipt();
    const keyFile = file(publicPem(KEYS[1]));
    expect(await verify(JSON.stringify(given))).toMatchObject({ code: 0 });
    const { code, out } = await verify(JSON.stringify(given, null, 2), '--key', keyFile);
    expect(out).toContain('(pay_3:sent) at position 5, 2 lines, seal 2');
    expect(code).toBe(0);
    expect((await verify(JSON.stringify(given), '--key', file(publicPem(KEYS[0])))).code).toBe(1);
  });

  test('of which any field is changed is wrong', async () => {
    const all = changes(await receipt());
    expect(all.length).toBeGreaterThan(30);
    const missed: string[] = [];
    await inTurn(all, async ({ at, changed }) => {
      const { code, out } = await verify(JSON.stringify(changed));
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
  const child = spawn(process.execPath, [verifier, ...args], { cwd: folder });
  let out = '';
  child.stderr.on('data', (piece: Buffer) => (out += piece.toString()));
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(2);
  expect(out).toContain(sentence);
  expect(out).toContain('Usage: ');
});

test.each(['', 'not JSON', '[]', '{}', 'null', '{"type":"entry"}', '{"type":"header"}\n{{'])(
  'a file that holds %j is wrong, not a crash',
  async (content) => {
    const { code, out } = await verify(content);
    expect(code).toBe(1);
    expect(out).toContain('WRONG');
  },
);

test('the verifier imports nothing but what comes with Node', () => {
  const imports = [...readFileSync(verifier, 'utf8').matchAll(/\bfrom '([^']+)'|import\('/g)];
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter(([, name]) => name?.startsWith('node:') !== true)).toEqual([]);
});

/** Any of these in a fault says where to look. */
function namesOf(line: Line): string[] {
  const text = (field: string): string => JSON.stringify(line[field]).replaceAll('"', '');
  if (line.type === 'entry') return [text('id'), `position ${text('position')}`];
  if (line.type === 'account') return [text('id'), text('address')];
  if (line.type === 'header') return ['header', 'position', 'key'];
  return [`${line.type} ${text('number')}`];
}
