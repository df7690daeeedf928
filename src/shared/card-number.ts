// A card number must never reach us: it goes from the browser to the processor. This file finds
// numbers that look like one in anything a client sends, so that the request can be refused before
// it is stored, logged or echoed. What is digits and yet known to be something else is set aside
// first: UUIDs, and bank account numbers whose own check digits are right.

// 13 to 19 digits, with the separators people type, not glued to letters or further digits (ids and
// hashes are full of digits), and no phone number. They begin as the card networks' ranges do, so
// that a date, 2026-…, is none.
const CANDIDATE =
  /(?<![\p{L}\p{N}_+])(?:2[\s\p{Pd}./_]{0,2}[2-7]|[3-6][\s\p{Pd}./_]{0,2}\d)(?:[\s\p{Pd}./_]{0,2}\d){11,17}(?![\p{L}\p{N}_])/gu;
const UUID =
  /(?<![\da-f])[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}(?![\da-f])/gi;
const IBAN = /(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z\d]){11,30}(?![\p{L}\p{N}])/gu;
const DIGIT = /\p{Nd}/u;

/** True when the text carries a digit sequence that passes as a card number (length and Luhn). */
export function carriesCardNumber(text: string): boolean {
  const plain = asciiDigits(text.normalize('NFKC').replace(/\p{Cf}/gu, ''))
    .replace(UUID, ' ')
    .replace(IBAN, (account) => (isIban(account.replaceAll(' ', '')) ? ' ' : account));
  for (const [candidate] of plain.matchAll(CANDIDATE)) {
    if (passesLuhn(candidate.replace(/\D/g, ''))) return true;
  }
  return false;
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

/** Digits of every script as those of ASCII. Each script has its ten in a row, from its zero on. */
function asciiDigits(text: string): string {
  return text.replace(/(?!\d)\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let first = code;
    while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
    return String((code - first) % 10);
  });
}

/** The check digits of ISO 13616, of an account number without spaces. */
function isIban(account: string): boolean {
  const turned = account.slice(4) + account.slice(0, 4);
  return BigInt(turned.replace(/[A-Z]/g, (letter) => String(parseInt(letter, 36)))) % 97n === 1n;
}
