// Identifiers: a prefix that says what it names, then a UUID version 7 in base 32. They sort by the
// time they were made and are made here, never by a database sequence, so that no table needs a
// global counter on the money path.
import { uuidv7obj } from 'uuidv7';

/** One prefix per kind of thing. */
export type IdPrefix = 'acc' | 'cas' | 'crd' | 'hld' | 'je' | 'msg' | 'obx' | 'pay' | 'thr' | 'usr';

const DIGITS = 26;

/** A new id such as `pay_06d2c4b1k8v3t0m5n7q9rsa2`: prefix, underscore, 26 sortable characters. */
export function newId(prefix: IdPrefix): string {
  const value = BigInt(`0x${uuidv7obj().toHex()}`);
  return `${prefix}_${value.toString(32).padStart(DIGITS, '0')}`;
}
