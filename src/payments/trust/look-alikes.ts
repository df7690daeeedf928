// Whether a payee could be taken for somebody else whom the payer knows.
import type { Profile } from '../../shared/people.js';

/** Another person of these whose name or handle looks like the payee's; null for none. */
export function lookAlikeOf(payee: Profile, contacts: Iterable<Profile>): Profile | null {
  const shapes = new Set([skeleton(payee.name), skeleton(payee.handle)]);
  for (const contact of contacts) {
    const isOther = contact.id !== payee.id;
    if (isOther && [contact.name, contact.handle].some((name) => shapes.has(skeleton(name)))) {
      return contact;
    }
  }
  return null;
}

// Letters of other alphabets and digits that are drawn like Latin ones.
const DRAWN_LIKE: Record<string, string> = Object.fromEntries(
  [
    ['a', 'аα'],
    ['b', 'вβ'],
    ['c', 'сϲ'],
    ['e', 'еεё'],
    ['h', 'нһ'],
    ['k', 'кκ'],
    ['l', '1iіιӏı|'],
    ['m', 'мμ'],
    ['n', 'пη'],
    ['o', '0оοσ'],
    ['p', 'рρ'],
    ['s', '5ѕ'],
    ['t', 'тτ'],
    ['u', 'υ'],
    ['v', 'ѵν'],
    ['x', 'хχ'],
    ['y', 'уγ'],
  ].flatMap(([latin = '', others = '']) => Array.from(others).map((other) => [other, latin])),
);

/** What a name looks like: two names with the same skeleton are easily taken for each other. */
function skeleton(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase();
  const drawn = Array.from(plain, (letter) => DRAWN_LIKE[letter] ?? letter).join('');
  return drawn.replace(/rn/g, 'm').replace(/[^\p{L}\p{N}]/gu, '');
}
