// Whether a payee could be taken for somebody else whom the payer knows.
import type { Profile } from '../../shared/people.js';
import { looksAlike } from '../../shared/text.js';

/** Another person of these whose name or handle looks like the payee's; null for none. */
export function lookAlikeOf(payee: Profile, contacts: Iterable<Profile>): Profile | null {
  const mine = [payee.name, payee.handle];
  for (const contact of contacts) {
    const theirs = [contact.name, contact.handle];
    const isTwin = mine.some((one) => theirs.some((other) => looksAlike(one, other)));
    if (contact.id !== payee.id && isTwin) return contact;
  }
  return null;
}
