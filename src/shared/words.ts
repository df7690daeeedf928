// The words of a text, as searching sees them.

// Shorter beginnings match nearly everything; longer words are found by their beginning.
const BEGINNING_MIN = 3;
const WORD_MAX = 24;

/** The words of a text, folded: without accents, in small letters, each once. */
export function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => Array.from(word).slice(0, WORD_MAX).join('')))];
}

/** The words and their beginnings, each once. */
export function indexedWords(text: string): string[] {
  const all = wordsOf(text).flatMap((word) => {
    const letters = Array.from(word);
    const lengths = letters.map((_, index) => index + 1);
    return lengths
      .filter((length) => length >= BEGINNING_MIN || length === letters.length)
      .map((length) => letters.slice(0, length).join(''));
  });
  return [...new Set(all)];
}
