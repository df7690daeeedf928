import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { cleanText, isFreeText, looksAlike, PlainText } from './text.js';

test.each<[string, string, string]>([
  ['what is plain stays', 'Pizza on Friday, 20 €?', 'Pizza on Friday, 20 €?'],
  ['an override of direction', 'paid \u202e00.02\u202c', 'paid 00.02'],
  ['isolates', '\u2067a\u2069b', 'ab'],
  ['a space of no width', 'a\u200bb', 'ab'],
  ['a soft hyphen', 'a\u00adb', 'ab'],
  ['Hangul that shows nothing', 'a\u3164b\u115f', 'ab'],
  ['tags', 'a\u{e0041}\u{e0042}b', 'ab'],
  ['a line in a note', 'a\nb', 'a b'],
  ['a bell', 'a\u0007b', 'a b'],
  ['letters and marks apart', 'Cafe\u0301', 'Café'],
  ['marks piled up', `e${'\u0324\u0317\u0331'.repeat(20)}x`, 'e\u0324\u0317\u0331x'],
  ['a joiner of no use', 'a \u200d b\u200c', 'a  b'],
  ['spaces around', '  a  ', 'a'],
])('%s', (_what, text, cleaned) => {
  expect(cleanText(text)).toBe(cleaned);
});

test.each([
  '👩‍👩‍👧‍👦 🏳️‍🌈 👩🏽‍🚀',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿 and 🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  'می‌خواهم',
  'क्‍ष',
  'שלום',
  'مرحبا',
  'Nguyễn Văn Ánh',
  '1️⃣ first',
])('%s is left alone', (text) => {
  expect(cleanText(text)).toBe(text);
});

test('lines stay where they may', () => {
  expect(cleanText('a\r\nb\rc\n\u2028d\u0000', true)).toBe('a\nb\nc\nd');
});

const NASTY = 'aé漢🍕👩\u200d\u200c\u202e\u2066\u00ad\u0301\ufe0f\u{e0067}\u{1f3f4}\n\t 1';

test('cleaning twice changes nothing more, and leaves nothing that turns direction', () => {
  const nasty = fc.string({
    unit: fc.constantFrom(...Array.from(NASTY)),
  });
  fc.assert(
    fc.property(nasty, fc.boolean(), (text, lines) => {
      const cleaned = cleanText(text, lines);
      expect(cleanText(cleaned, lines)).toBe(cleaned);
      expect(cleaned).not.toMatch(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/);
      expect(cleaned).not.toMatch(/\p{M}{4}/u);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['Ben Okafor', 'Веn Okafor'],
  ['Ben Okafor', 'ben  okafor'],
  ['Iris', 'lris'],
  ['Iris', 'IRIS'],
  ['Alice', 'Αlice'],
  ['Paul', 'Раul'],
  ['Mona', 'Rnona'],
  ['Zoë', 'Zoe'],
  ['ben', '𝖇𝖊𝖓'],
  ['o0o', 'OOO'],
])('%s looks like %s', (one, other) => {
  expect(looksAlike(one, other)).toBe(true);
});

test.each([
  ['Ana', 'Anna'],
  ['Ben', 'Bea'],
  ['Chloé', 'Zoé'],
  ['山田', '山本'],
])('%s does not look like %s', (one, other) => {
  expect(looksAlike(one, other)).toBe(false);
});

test('a body cleans what it holds, and says when nothing is left', () => {
  class Body {
    @PlainText({ max: 5 })
    textOfATest!: unknown;
  }
  const read = (value: unknown) => {
    const body = plainToInstance(Body, { textOfATest: value });
    return [body.textOfATest, validateSync(body).length];
  };
  expect(isFreeText('textOfATest')).toBe(true);
  expect(isFreeText('threadId')).toBe(false);
  expect(read('\u202eab\u202c ')).toEqual(['ab', 0]);
  expect(read('\u200b\u200b')).toEqual(['', 1]);
  expect(read('abcdef')).toEqual(['abcdef', 1]);
  expect(read(5)).toEqual([5, 1]);
  expect(read(undefined)).toEqual([undefined, 1]);
});
