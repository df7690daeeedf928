import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { TEST_CARDS } from '../../simulator/cards/table.js';
import { carriesCardNumber, passesLuhn } from './card-number.js';
import { newId } from './ids.js';

const grouped = (separator: string): string => ['4000', '0566', '5566', '5556'].join(separator);

test.each(TEST_CARDS.map(({ number }) => number))('%s is a card number', (number) => {
  expect(carriesCardNumber(number)).toBe(true);
  expect(carriesCardNumber(`pay with ${number}, please`)).toBe(true);
});

test.each<[string, string]>([
  ['spaces', grouped(' ')],
  ['two spaces', grouped('  ')],
  ['dashes', grouped('-')],
  ['points', grouped('.')],
  ['slashes', grouped('/')],
  ['underscores', grouped('_')],
  ['line ends', grouped('\n')],
  ['line ends of Windows', grouped('\r\n')],
  ['tabs', grouped('\t')],
  ['hard spaces', grouped('\u00a0')],
  ['thin spaces', grouped('\u2009')],
  ['en dashes', grouped('–')],
  ['minus and space', grouped('- ')],
  ['invisible spaces', grouped('\u200b')],
  ['soft hyphens', grouped('\u00ad')],
  ['a space after each digit', Array.from('4000056655665556').join(' ')],
  ['full-width digits', '４０００ ０５６６ ５５６６ ５５５６'],
  ['Arabic digits', '٤٠٠٠ ٠٥٦٦ ٥٥٦٦ ٥٥٥٦'],
  ['Persian digits', '۴۰۰۰۰۵۶۶۵۵۶۶۵۵۵۶'],
  ['Devanagari digits', '४०००००५६६५५६६५५५६'.replace('०००००', '००००')],
  ['bold digits of mathematics', '𝟒𝟎𝟎𝟎𝟎𝟓𝟔𝟔𝟓𝟓𝟔𝟔𝟓𝟓𝟓𝟔'],
  ['superscripts', '⁴⁰⁰⁰⁰⁵⁶⁶⁵⁵⁶⁶⁵⁵⁵⁶'],
  ['scripts in one number', '4000 ٠٥٦٦ 5566 ５５５６'],
  ['a quotation', '"4000056655665556"'],
  ['brackets', '(4000056655665556)'],
  ['a colon before', 'card:4000056655665556'],
  ['groups of Amex', '3782-822463-10005'],
  ['a number after an account number', 'DE89 3704 0044 0532 0130 00 or 4000056655665556'],
])('it is found with %s', (_what, text) => {
  expect(carriesCardNumber(text)).toBe(true);
});

test.each<[string, string]>([
  ['a wrong check digit', '4000056655665557'],
  ['12 digits', '400005665566'],
  ['an amount', '12.34 EUR'],
  ['a large amount', '10000000000000.00'],
  ['a date and a time', '2026-11-22 18:05:13'],
  ['two dates', '2026-11-22 2026-11-29'],
  ['a time in milliseconds', '1764000004000'],
  ['a phone number', '+49 170 1234567'],
  ['a long phone number', '+62 812-3456-78903'],
  ['a German phone number', '030 1234567890'],
  ['digits in a word', 'x4000056655665556'],
  ['digits before a word', '4000056655665556x'],
  ['a longer number', '40000566556655561234'],
  ['a hash', 'd2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26'],
  ['the key of a call', 'pay_01k827babqfk3b7tbl93bfke9j:charge:1'],
  ['an intent', 'pi_4000056655665556'],
  ['nothing', ''],
])('%s is none', (_what, text) => {
  expect(carriesCardNumber(text)).toBe(false);
});

// Examples of the registry of ISO 13616, and every German account of a range: of eighteen digits
// one in ten passes for a card number.
test('account numbers are none', () => {
  for (const account of [
    'DE89 3704 0044 0532 0130 00',
    'DE89370400440532013000',
    'GB29 NWBK 6016 1331 9268 19',
    'FR14 2004 1010 0505 0001 3M02 606',
    'NL91 ABNA 0417 1643 00',
    'ES91 2100 0418 4502 0005 1332',
    'CH93 0076 2011 6238 5295 7',
    'PL61 1090 1014 0000 0712 1981 2874',
  ]) {
    expect([account, carriesCardNumber(account)]).toEqual([account, false]);
  }
  for (let number = 0n; number < 2000n; number++) {
    const bban = `370400440${String(532013000n + number)}`;
    const check = String(98n - (BigInt(`${bban}131400`) % 97n)).padStart(2, '0');
    const account = `DE${check} ${bban.replace(/(.{4})/g, '$1 ')}`;
    if (carriesCardNumber(account)) throw new Error(`${account} was taken for a card`);
  }
});

test('our own ids and idempotency keys are none', () => {
  for (let count = 0; count < 50_000; count++) {
    for (const id of [randomUUID(), newId('pay')]) {
      if (carriesCardNumber(id)) throw new Error(`${id} was taken for a card`);
    }
  }
  // This one has sixteen digits that pass, in its first three groups.
  expect(carriesCardNumber('4000056655664559')).toBe(true);
  expect(carriesCardNumber('40000566-5566-4559-8abc-def012345678')).toBe(false);
});

test('any number with a right check digit is found, with any separator', () => {
  const separators = fc.constantFrom('', ' ', '-', '.', '/', '\n', '\u2009', '–', '\u200b');
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 11, maxLength: 17 });
  fc.assert(
    fc.property(digits, fc.integer({ min: 3, max: 6 }), separators, (rest, first, separator) => {
      const body = [first, ...rest].join('');
      const number =
        Array.from('0123456789')
          .map((last) => body + last)
          .find(passesLuhn) ?? '';
      expect(carriesCardNumber(Array.from(number).join(separator))).toBe(true);
    }),
  );
});
