// The hash of a journal entry, over every one of its fields, in bytes that anybody can build again:
// each field as its length in UTF-8 bytes, a colon and those bytes; a missing field as a dash. The
// fields that show an account's running balance are hashed apart and blinded with a salt, so that
// one person can be given a proof of an entry without learning the other person's balance.
import { hash } from 'node:crypto';
import type { Side } from '../chart.js';

export interface HashedLine {
  readonly number: number;
  readonly accountId: string;
  readonly address: string;
  readonly side: Side;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  readonly accountVersion: bigint | null;
  readonly balanceAfter: bigint | null;
}

export interface HashedEntry {
  readonly id: string;
  readonly reference: string;
  readonly template: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  /** The first entry of the group it stands or falls with; null for that one itself. */
  readonly linkedTo: string | null;
  /** The entry it reverses. */
  readonly reverses: string | null;
  readonly reason: string | null;
  readonly recordedBy: string | null;
  readonly approvedBy: string | null;
  /** 16 random bytes, in hexadecimal. */
  readonly salt: string;
  /** In the order of their numbers. */
  readonly lines: readonly HashedLine[];
}

type Field = string | bigint | number | Date | null;

/** Fields as bytes that no other fields encode to. */
export function encode(...fields: Field[]): string {
  let encoded = '';
  for (const field of fields) {
    if (field === null) {
      encoded += '-';
    } else {
      const text = field instanceof Date ? field.toISOString() : String(field);
      encoded += `${String(Buffer.byteLength(text))}:${text}`;
    }
  }
  return encoded;
}

/** What everybody who has a part in the entry may see. SHA-256 in hexadecimal. */
export function publicHash(entry: HashedEntry): string {
  let bytes = encode(
    'tenner.entry.public.v1',
    entry.id,
    entry.reference,
    entry.template,
    entry.lines.length,
    entry.occurredAt,
    entry.recordedAt,
    entry.linkedTo,
    entry.reverses,
    entry.reason,
    entry.recordedBy,
    entry.approvedBy,
  );
  for (const { number, address, side, amount, currency } of entry.lines) {
    bytes += encode(number, address, side, amount, currency);
  }
  return sha256(bytes);
}

/** What shows balances, behind the entry's salt. SHA-256 in hexadecimal. */
export function privateHash(entry: Pick<HashedEntry, 'salt' | 'lines'>): string {
  let bytes = encode('tenner.entry.private.v1', entry.salt);
  for (const { number, accountId, accountVersion, balanceAfter } of entry.lines) {
    bytes += encode(number, accountId, accountVersion, balanceAfter);
  }
  return sha256(bytes);
}

/** The entry's hash: SHA-256 over both halves, in hexadecimal. */
export function entryHash(entry: HashedEntry): string {
  return sha256(encode('tenner.entry.v1', publicHash(entry), privateHash(entry)));
}

const sha256 = (text: string): string => hash('sha256', text, 'hex');
