// A card number must never reach us: it goes from the browser to the processor. This file finds
// numbers that look like one in anything a client sends, before it is stored, logged, searched or
// echoed: in free text they are masked to their last four digits, anywhere else the request is refused.
// What is digits and yet known to be something else is set aside first: UUIDs, and bank account
// numbers whose own check digits are right.

/** Where a card number stands in a text, in UTF-16 units, and the four digits that may be shown. */
export interface FoundCardNumber {
  readonly start: number;
  readonly end: number;
  readonly last4: string;
}

const DIGITS_MIN = 13;
const DIGITS_MAX = 19;
// Most texts have fewer digits than any card number, and need no further reading.
const MANY_DIGITS = /(?:\p{N}\P{N}*){13}/u;
const UUID =
  /(?<![\da-f])[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}(?![\da-f])/gi;
const IBAN = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}(?![\p{L}\p{N}])/giu;
const DIGIT = /\p{Nd}/u;
// What people put between the groups of a number; never more than three characters.
const GAP = /^[^\p{L}\p{N}]{1,3}$/u;
const USUAL_GAP = /^[\s\p{Pd}./_]{1,2}$/u;
// They begin as the card networks' ranges do, so that a date, 2026-…, is none.
const BEGINNING = /^(?:2[2-7]|[3-6]\d)/;
// How cards print their numbers. Within a longer row of digits, such as a number with its expiry and
// code behind it, only what is written like this is one.
const PRINTED = /^(?:\d{13,19}|4,4,4,4(?:,[1-3])?|4,4,5|4,6,[45]|(?:1,){12,18}1)$/;

/** True when the text carries a digit sequence that passes as a card number (length and Luhn). */
export function carriesCardNumber(text: string): boolean {
  return findCardNumbers(text).length > 0;
}

/** The text with each card number in it as `•••• 1234`. */
export function maskCardNumbers(text: string): string {
  let masked = text;
  for (const { start, end, last4 } of findCardNumbers(text).reverse()) {
    masked = `${masked.slice(0, start)}•••• ${last4}${masked.slice(end)}`;
  }
  return masked;
}

/** The card numbers in a text, in their order. */
export function findCardNumbers(text: string): FoundCardNumber[] {
  if (!MANY_DIGITS.test(text)) return [];
  const plain = readPlainly(text);
  const found: FoundCardNumber[] = [];
  for (const row of rowsOf(withoutKnown(plain.text))) {
    for (let first = 0; first < row.length; first++) {
      const last = lastOfNumber(row, first);
      if (last === undefined) continue;
      const digits = digitsOf(row.slice(first, last + 1));
      const [from, to] = [row[first], row[last]];
      found.push({
        start: plain.starts[from?.start ?? 0] ?? 0,
        end: plain.ends[(to?.end ?? 1) - 1] ?? text.length,
        last4: digits.slice(-4),
      });
      first = last;
    }
  }
  return found;
}

/** The check digit rule of ISO/IEC 7812. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Digits that stand together, and what stands between them and the group before. */
interface Group {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  readonly gap: string;
}

const digitsOf = (groups: readonly Group[]): string => groups.map(({ digits }) => digits).join('');

/** Rows of groups with nothing but gaps between them; what follows a plus sign is a phone number. */
function rowsOf(plain: string): Group[][] {
  const rows: Group[][] = [];
  let row: Group[] = [];
  let end = 0;
  for (const { 0: digits, index: start } of plain.matchAll(/\d+/g)) {
    const gap = plain.slice(end, start);
    if (!GAP.test(gap) || gap.includes('+')) {
      rows.push(row);
      row = [];
    }
    end = start + digits.length;
    row.push({ start, end, digits, gap });
  }
  return [...rows, row]
    .filter(([first]) => first?.gap.endsWith('+') !== true)
    .map((groups) => groups.filter((group) => !isGlued(plain, group)));
}

/** Whether a letter makes the group a part of a word; ids and hashes are full of digits. */
const isGlued = (plain: string, { start, end }: Group): boolean =>
  /(?:\p{L}|(?<!\d)_)$/u.test(plain.slice(Math.max(0, start - 2), start)) ||
  /^(?:\p{L}|_(?!\d))/u.test(plain.slice(end, end + 2));

/** The last group of the number that begins with this group, the longest there is. */
function lastOfNumber(row: readonly Group[], first: number): number | undefined {
  let found: number | undefined;
  let length = 0;
  for (let last = first; last < row.length; last++) {
    length += row[last]?.digits.length ?? 0;
    if (length > DIGITS_MAX) break;
    if (length < DIGITS_MIN) continue;
    const whole = first === 0 && last === row.length - 1;
    if (isCardNumber(row.slice(first, last + 1), whole)) found = last;
  }
  return found;
}

function isCardNumber(groups: readonly Group[], whole: boolean): boolean {
  const gaps = groups.slice(1).map(({ gap }) => gap);
  const shape =
    groups.length === 1 ? digitsOf(groups) : groups.map(({ digits }) => digits.length).join(',');
  const usual = gaps.every((gap) => USUAL_GAP.test(gap));
  const uniform = new Set(gaps).size <= 1;
  const written = PRINTED.test(shape) ? usual || uniform : whole && usual;
  const digits = digitsOf(groups);
  return written && BEGINNING.test(digits) && passesLuhn(digits);
}

/**
 * The text as the eye reads it: digits of every script as those of ASCII, and neither invisible
 * characters nor marks; with the place in the text of each character.
 */
function readPlainly(text: string): { text: string; starts: number[]; ends: number[] } {
  const characters: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let offset = 0;
  for (const character of text) {
    const end = offset + character.length;
    for (const plain of character.normalize('NFKC')) {
      if (/[\p{Cf}\p{M}]/u.test(plain)) continue;
      for (const unit of DIGIT.test(plain) ? asciiDigit(plain) : plain) {
        // One unit for each place, so that places in the plain text lead back to the text.
        characters.push(unit.length === 1 ? unit : /\p{L}/u.test(unit) ? 'x' : '?');
        starts.push(offset);
        ends.push(end);
      }
    }
    offset = end;
  }
  return { text: characters.join(''), starts, ends };
}

// Each script has its ten digits in a row, from its zero on.
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

/** UUIDs and bank accounts blotted out, every place kept. */
function withoutKnown(plain: string): string {
  return plain
    .replace(UUID, (id) => 'x'.repeat(id.length))
    .replace(IBAN, (words) => {
      const length = lengthOfIban(words);
      return 'x'.repeat(length) + words.slice(length);
    });
}

// An account number may be followed by words that could belong to it.
function lengthOfIban(words: string): number {
  for (let length = words.length; length > 0; length = words.lastIndexOf(' ', length - 1)) {
    if (isIban(words.slice(0, length).replaceAll(' ', '').toUpperCase())) return length;
  }
  return 0;
}

/** The check digits of ISO 13616, of an account number without spaces. */
function isIban(account: string): boolean {
  const turned = account.slice(4) + account.slice(0, 4);
  return BigInt(turned.replace(/[A-Z]/g, (letter) => String(parseInt(letter, 36)))) % 97n === 1n;
}
