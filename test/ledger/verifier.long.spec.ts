// The stand-alone verifier against real exports: it agrees with what is right, and for every single
// field that is changed it disagrees and names the place.
import { createPrivateKey, sign } from 'node:crypto';
import { newSigningKey } from '../../scripts/signing-key.mjs';
import { keyIdOf, publicKeyOf } from '../../src/ledger/seals/seal.js';
import { openAccounts, writeEntries } from '../support/entries.js';
import { changes, type Json } from '../support/json-changes.js';
import { type LedgerParts, startLedgerParts } from '../support/ledger-parts.js';
import {
  ANA,
  inTurn,
  KEYS,
  PENDING,
  publicPem,
  sealedBooks,
  Verifier,
} from '../support/sealed-books.js';

type Line = Record<string, Json> & { type: string; hash?: string };

let parts: LedgerParts;
let lines: Line[];
const verifier = new Verifier();

const jsonl = (all: readonly object[]): string =>
  all.map((line) => JSON.stringify(line)).join('\n');

beforeAll(async () => {
  parts = await sealedBooks();
  lines = (await parts.exported()) as Line[];
});
afterAll(async () => {
  await parts.stop();
  verifier.end();
});

describe('an export', () => {
  test('that is right is right, with a note on the keys it had to trust', async () => {
    const { code, out } = await verifier.verify(jsonl(lines));
    expect(out).toContain(
      '5 entries (positions 1 to 5), 12 lines, 4 accounts, 2 seals, 1 closings.',
    );
    expect(out).toContain('which had to be trusted');
    expect(out).toContain('All is right.');
    expect(code).toBe(0);
    const keys = KEYS.map((key) => ['--key', verifier.file(publicPem(key))]).flat();
    const trusting = await verifier.verify(jsonl(lines), ...keys);
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
      const { code, out } = await verifier.verify(jsonl(lines.with(index, changed as Line)));
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
      const { code, out } = await verifier.verify(jsonl(all));
      expect(out).toMatch(/the field \w+ is (unknown|missing)/);
      expect(code).toBe(1);
    });
  });

  const indexOf = (type: string, number = 0): number =>
    lines.flatMap((line, index) => (line.type === type ? [index] : []))[number] ?? -1;

  test('without one of its entries names the missing position', async () => {
    const { code, out } = await verifier.verify(jsonl(lines.toSpliced(indexOf('entry', 3), 1)));
    expect(out).toContain('position 4 is missing');
    expect(out).toContain('seal 2: its root is not that of its entries');
    expect(code).toBe(1);
    const last = await verifier.verify(jsonl(lines.toSpliced(indexOf('entry', 4), 1)));
    expect(last.out).toContain('positions 5 to 5 are missing');
    expect(last.code).toBe(1);
  });

  test('with two entries swapped is wrong, also when their positions are swapped with them', async () => {
    const [a, b] = [indexOf('entry', 3), indexOf('entry', 4)];
    const [first, second] = [lines[a], lines[b]];
    if (first === undefined || second === undefined) throw new Error('five entries');
    const moved = await verifier.verify(jsonl(lines.with(a, second).with(b, first)));
    expect(moved.out).toContain('position 4 is missing');
    expect(moved.code).toBe(1);
    const renumbered = lines
      .with(a, { ...second, position: first.position ?? 0 })
      .with(b, { ...first, position: second.position ?? 0 });
    const { code, out } = await verifier.verify(jsonl(renumbered));
    expect(out).toContain('seal 2: its root is not that of its entries');
    expect(out).toMatch(/version \d+ follows version \d+/);
    expect(code).toBe(1);
  });

  test('says which line of an entry was edited, when the running balances show it', async () => {
    const index = indexOf('entry', 1);
    const text = JSON.stringify(lines[index]).replaceAll('"amount":"2000"', '"amount":"2500"');
    const { code, out } = await verifier.verify(jsonl(lines.with(index, JSON.parse(text) as Line)));
    expect(out).toMatch(/entry je_\S+ \(position 2\) was changed/);
    expect(out).toContain(
      'position 2), line 1 (user.available:ana:EUR): balance 3000 does not follow',
    );
    expect(code).toBe(1);
  });

  describe('whose tail was cut', () => {
    const head = async (): Promise<string> =>
      verifier.file(JSON.stringify(await parts.receipts.head()));
    const withoutTail = (): Line[] => {
      const upTo = indexOf('seal', 0);
      return [{ ...lines[0], lastPosition: 2 } as Line, ...lines.slice(1, upTo + 1)];
    };

    test('without its last seal: the entries are under none', async () => {
      const { code, out } = await verifier.verify(jsonl(lines.slice(0, indexOf('seal', 1))));
      expect(out).toContain('the last 3 entries are under no seal: the tail was cut');
      expect(code).toBe(1);
    });

    test('in the middle of a seal: the seal says more than the entries', async () => {
      const cut = lines.filter((line) => line.type !== 'entry' || Number(line.position) < 4);
      const { code, out } = await verifier.verify(jsonl(cut));
      expect(out).toContain('positions 4 to 5 are missing');
      expect(code).toBe(1);
    });

    test('whole seals and the header with it: only a published head tells', async () => {
      expect(await verifier.verify(jsonl(withoutTail()))).toMatchObject({ code: 0 });
      const { code, out } = await verifier.verify(jsonl(withoutTail()), '--head', await head());
      expect(out).toContain(
        'seal 2, up to position 5, was published, the file ends at position 2: the tail was cut',
      );
      expect(code).toBe(1);
    });

    test('not at all: the published head agrees', async () => {
      expect(await verifier.verify(jsonl(lines), '--head', await head())).toMatchObject({
        code: 0,
      });
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
        const { code, out } = await verifier.verify(
          jsonl(await other.exported()),
          '--head',
          await head(),
        );
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
    const trusting = await verifier.verify(jsonl(forged));
    expect(trusting.code).toBe(0);
    expect(trusting.out).toContain(`the key inside the file (${keyId}), which had to be trusted`);
    const { code, out } = await verifier.verify(
      jsonl(forged),
      '--key',
      verifier.file(publicPem(KEYS[0])),
    );
    expect(out).toContain(`seal 1 is signed with the key ${keyId}, which is not a key you trust`);
    expect(code).toBe(1);
    const oneOfTwo = await verifier.verify(
      jsonl(lines),
      '--key',
      verifier.file(publicPem(KEYS[0])),
    );
    expect(oneOfTwo.out).toMatch(/seal 2 is signed with the key \w+, which is not a key you trust/);
    expect(oneOfTwo.code).toBe(1);
  });

  test('of a range is right, and says what it takes on trust', async () => {
    const { code, out } = await verifier.verify(jsonl(await parts.exported({ from: 4n })));
    expect(out).toContain('The file begins at position 3');
    expect(out).toMatch(/reverses names je_\S+, from before this file/);
    expect(code).toBe(0);
  });
});

/** Any of these in a fault says where to look. */
function namesOf(line: Line): string[] {
  const text = (field: string): string => JSON.stringify(line[field]).replaceAll('"', '');
  if (line.type === 'entry') return [text('id'), `position ${text('position')}`];
  if (line.type === 'account') return [text('id'), text('address')];
  if (line.type === 'header') return ['header', 'position', 'key'];
  return [`${line.type} ${text('number')}`];
}
