// Books with something of everything in them, for the verifier: a charge and a payment linked to it, a
// reversal with reason and approver, two seals under two keys, and a closing. And the verifier itself,
// run as strangers run it: as a process of its own, from a folder of its own.
import { spawn } from 'node:child_process';
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { newSigningKey } from '../../scripts/signing-key.mjs';
import { closingHash } from '../../src/ledger/seals/closing.js';
import { keyIdOf, publicKeyOf } from '../../src/ledger/seals/seal.js';
import { openAccounts, writeEntries } from './entries.js';
import { type LedgerParts, startLedgerParts } from './ledger-parts.js';

export const ANA = 'user.available:ana:EUR';
export const BEN = 'user.available:ben:EUR';
export const PENDING = 'stripe.pending::EUR';
const FEES = 'stripe.fees::EUR';
export const KEYS = [newSigningKey(), newSigningKey()] as const;

export const publicPem = (key: string): string =>
  createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'pem' }).toString();

export class Verifier {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'tenner-verify-'));
  readonly script = path.join(this.folder, 'verify-ledger.mjs');
  private files = 0;

  constructor() {
    const source = new URL('../../scripts/verify-ledger.mjs', import.meta.url);
    copyFileSync(fileURLToPath(source), this.script);
  }

  /** A new file with that content; answers its name. */
  file(content: string): string {
    this.files += 1;
    const name = path.join(this.folder, `file-${String(this.files)}`);
    writeFileSync(name, content);
    return name;
  }

  /** Verifies that content. */
  async verify(content: string, ...args: string[]): Promise<{ code: number; out: string }> {
    const name = this.file(content);
    const verdict = await this.run(name, ...args);
    rmSync(name);
    return verdict;
  }

  async run(...args: string[]): Promise<{ code: number; out: string }> {
    const child = spawn(process.execPath, [this.script, ...args], { cwd: this.folder });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (piece: Buffer) => (out += piece.toString()));
    }
    const code = await new Promise<number>((resolve) => child.once('close', resolve));
    return { code, out };
  }

  end(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Several at a time, since each is mostly the start of a process. */
export async function inTurn<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  await Promise.all(
    [1, 2, 3].map(async () => {
      for (const item of left) await work(item);
    }),
  );
}

/** Five entries: positions 1 and 2 under the first key, 3 to 5 under the second. */
export async function sealedBooks(): Promise<LedgerParts> {
  const parts = await startLedgerParts();
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
  return parts;
}

/** The books closed at position 2, as the ledger does it. */
async function close(client: pg.Client, pem: string): Promise<void> {
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
