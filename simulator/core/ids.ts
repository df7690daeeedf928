// Identifiers shaped like Stripe's: a prefix and 24 letters and digits that nobody can guess.
// The prefix tells the kind of object, which is how an id is expanded back into its object.
import { createHmac, randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `length` random letters and digits. */
export function randomText(length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text += ALPHABET.charAt(randomInt(ALPHABET.length));
  }
  return text;
}

/** A new id such as `pi_3k…`. */
export function newId(prefix: string): string {
  return `${prefix}_${randomText(24)}`;
}

/** The secret with which a browser may see and confirm one intent. */
export function newClientSecret(id: string): string {
  return `${id}_secret_${randomText(25)}`;
}

/** A keyed digest, so that what is kept on disk cannot be turned back into a card number. */
export function keyedDigest(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** The id in a property that may be expanded; empty where there is none. */
export function idOf(property: string | { id: string } | null | undefined): string {
  return typeof property === 'string' ? property : (property?.id ?? '');
}
