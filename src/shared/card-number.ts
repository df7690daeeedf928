// A card number must never reach us: it goes from the browser to the processor. This file finds
// numbers that look like one in anything a client sends, so that the request can be refused before
// it is stored, logged or echoed.

// 13 to 19 digits, with the separators people type, not glued to letters or further digits (ids and
// hashes are full of digits). The first digit is 2 to 6: the ranges the card networks issue from.
const CANDIDATE = /(?<![\p{L}\p{Nd}_])[2-6](?:[ .\-/\u00a0\u2009]?\d){12,18}(?![\p{L}\p{Nd}_])/gu;

/** True when the text carries a digit sequence that passes as a card number (length and Luhn). */
export function carriesCardNumber(text: string): boolean {
  const ascii = text.normalize('NFKC');
  for (const [candidate] of ascii.matchAll(CANDIDATE)) {
    if (passesLuhn(candidate.replace(/\D/g, ''))) return true;
  }
  return false;
}

/** The path of the first value in a JSON tree that carries a card number, or undefined. */
export function findCardNumber(value: unknown, path = ''): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') {
    return carriesCardNumber(String(value)) ? path : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    if (carriesCardNumber(key)) return path;
    const found = findCardNumber(child, path === '' ? key : `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
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
