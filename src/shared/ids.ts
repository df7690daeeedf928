// Identifiers: a prefix that says what it names, then a UUID version 7 in base 32. They sort by the
// time they were made and are made here, never by a database sequence, so that no table needs a
// global counter on the money path.
import { uuidv7obj } from 'uuidv7';

/** One prefix per kind of thing. */
export type IdPrefix =
  | 'abk'
  | 'acc'
  | 'apk'
  | 'cas'
  | 'cer'
  | 'cnf'
  | 'cor'
  | 'crd'
  | 'csh'
  | 'ctc'
  | 'dbt'
  | 'dsp'
  | 'evt'
  | 'exc'
  | 'dvw'
  | 'gft'
  | 'hld'
  | 'hst'
  | 'inv'
  | 'je'
  | 'mlc'
  | 'msg'
  | 'ntc'
  | 'ntf'
  | 'obx'
  | 'pay'
  | 'pic'
  | 'psk'
  | 'quo'
  | 'rat'
  | 'rch'
  | 'req'
  | 'rfd'
  | 'rpt'
  | 'sch'
  | 'ses'
  | 'set'
  | 'spl'
  | 'thr'
  | 'top'
  | 'usr'
  | 'whe'
  | 'wrn';

const DIGITS = '0123456789abcdefghijklmnopqrstuv';

/** A new id such as `pay_06d2c4b1k8v3t0m5n7q9rsa2`: prefix, underscore, 26 sortable characters. */
export function newId(prefix: IdPrefix): string {
  return `${prefix}_${base32(uuidv7obj().bytes)}`;
}

// 16 bytes are 26 digits of five bits, the first of which has two zero bits in front. One id is made
// for every row of the money path, so this is done in small integers.
function base32(bytes: Uint8Array): string {
  let text = '';
  let rest = 0;
  let bits = 2;
  for (const byte of bytes) {
    rest = (rest << 8) | byte;
    for (bits += 8; bits >= 5; rest &= (1 << bits) - 1) {
      bits -= 5;
      text += DIGITS.charAt(rest >> bits);
    }
  }
  return text;
}
