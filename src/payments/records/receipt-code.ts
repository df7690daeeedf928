// The code by which anybody finds a receipt: a hundred bits in twenty characters that can be read aloud
// and typed. It is computed from the payment's id with a key that only the configuration holds, so both
// people are shown the same one and the database alone cannot tell it; what is stored is its hash, and
// only once somebody has looked at the receipt, so that a payment costs nothing more.
import { hash } from 'node:crypto';
import { type Database, rows } from '../../shared/database.js';

// Crockford's digits: none that is taken for another.
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 20;
const GROUP = 5;
const WELL_FORMED = new RegExp(`^[${DIGITS}]{${String(LENGTH)}}$`);

/** The code of these bytes, at least 13 of them: `K7Q2M-…`, four groups of five. */
export function codeOf(mac: Uint8Array): string {
  let bits = 0n;
  for (const byte of mac.subarray(0, 13)) bits = (bits << 8n) | BigInt(byte);
  let code = '';
  for (let place = 0; place < LENGTH; place += 1) {
    code = DIGITS.charAt(Number(bits & 31n)) + code;
    bits >>= 5n;
  }
  return grouped(code);
}

/** The code as it was meant: any case, with or without dashes and spaces, O for 0; else undefined. */
export function readCode(typed: string): string | undefined {
  const code = typed
    .toUpperCase()
    .replace(/[\s\u2010-\u2015-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return WELL_FORMED.test(code) ? grouped(code) : undefined;
}

const grouped = (code: string): string =>
  (code.match(new RegExp(`.{${String(GROUP)}}`, 'g')) ?? []).join('-');

/** Remembers that a code was given out; it stays the payment's. */
export async function keepCode(db: Database, code: string, paymentId: string): Promise<void> {
  await db.query(
    `INSERT INTO payments.receipt_codes (code_hash, payment_id) VALUES ($1, $2)
     ON CONFLICT DO NOTHING`,
    [hashOf(code), paymentId],
  );
}

/** The payment a code was given out for; undefined when there is none. */
export async function paymentOfCode(db: Database, code: string): Promise<string | undefined> {
  const [found] = await rows<{ payment_id: string }>(
    db,
    'SELECT payment_id FROM payments.receipt_codes WHERE code_hash = $1',
    [hashOf(code)],
  );
  return found?.payment_id;
}

const hashOf = (code: string): Buffer => hash('sha256', code, 'buffer');
