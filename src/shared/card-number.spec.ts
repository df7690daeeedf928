import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { TEST_CARDS } from '../../simulator/cards/table.js';
import { carriesCardNumber, maskCardNumbers, passesLuhn } from './card-number.js';
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
  ['commas', grouped(', ')],
  ['bars', grouped(' | ')],
  ['stars', grouped('*')],
  ['its expiry and code', `${grouped(' ')} 12/39 123`],
  ['its expiry and code in one row', '4000056655665556/12/39/123'],
  ['keycaps', Array.from('4000056655665556').join('\ufe0f\u20e3')],
  ['circled digits', '④⓪⓪⓪⓪⑤⑥⑥⑤⑤⑥⑥⑤⑤⑤⑥'],
  ['a plain number before', `room 12, ${grouped(' ')}`],
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

test.each<[string, string, string]>([
  ['one', 'use 4000 0566 5566 5556!', 'use •••• 5556!'],
  ['two', '4000056655665556 or 3782-822463-10005', '•••• 5556 or •••• 0005'],
  ['in other digits', '٤٠٠٠ ٠٥٦٦ ٥٥٦٦ ٥٥٥٦.', '•••• 5556.'],
  ['with its expiry', '4000 0566 5566 5556 12/39 123', '•••• 5556 12/39 123'],
  ['beside emoji', '🍕4000056655665556🍕', '🍕•••• 5556🍕'],
  ['hidden', '4000\u200b0566\u200b5566\u200b5556', '•••• 5556'],
  ['none', '12, 34 and 56', '12, 34 and 56'],
])('masked: %s', (_what, text, masked) => {
  expect(maskCardNumbers(text)).toBe(masked);
});

// A generator of its own, so that every run tries the same hundred thousand.
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const ZEROS = ['0', '٠', '۰', '०', '০', '๐', '０', '𝟎', '𝟘', '𝟶'].map(
  (zero) => zero.codePointAt(0) ?? 0,
);
const SEPARATORS = [
  '',
  ' ',
  '-',
  '.',
  '/',
  '_',
  '–',
  '\u00a0',
  '\u2009',
  '\u200b',
  '\n',
  '  ',
  ', ',
  ' | ',
  ' - ',
  '·',
  ':',
  '*',
];
const NETWORKS: [string, number, number[]][] = [
  ['4', 16, [4, 4, 4, 4]],
  ['4', 13, [4, 4, 5]],
  ['51', 16, [4, 4, 4, 4]],
  ['2221', 16, [4, 4, 4, 4]],
  ['34', 15, [4, 6, 5]],
  ['37', 15, [4, 6, 5]],
  ['36', 14, [4, 6, 4]],
  ['6011', 16, [4, 4, 4, 4]],
  ['3530', 16, [4, 4, 4, 4]],
  ['62', 16, [4, 4, 4, 4]],
  ['62', 19, [4, 4, 4, 4, 3]],
  ['5018', 16, [4, 4, 4, 4]],
];

test('of a hundred thousand card numbers, in any dress, 99.9 of a hundred are masked', () => {
  const pick = random(20261128);
  const one = <T>(list: readonly T[]): T => list[pick(list.length)] as T;
  let missed = 0;
  for (let count = 0; count < 100_000; count++) {
    const [beginning, length, groups] = one(NETWORKS);
    let body = beginning;
    while (body.length < length - 1) body += String(pick(10));
    const number = Array.from('0123456789', (last) => body + last).find(passesLuhn) ?? '';
    const zero = one(ZEROS);
    const written = Array.from(number, (digit) => String.fromCodePoint(zero + Number(digit)));
    const separator = one(SEPARATORS);
    const alone = pick(8) === 0;
    const parts = alone ? written : groups.map((size) => written.splice(0, size).join(''));
    const text = one(['', 'my card: ', 'take (', 'Karte ', '💳'])
      .concat(parts.join(separator))
      .concat(one(['', ' thanks', ', please', ') 12/29', ' 11/30 123', '!']));
    const masked = maskCardNumbers(text);
    if (!masked.includes(`•••• ${number.slice(-4)}`) || carriesCardNumber(masked)) missed += 1;
  }
  expect(missed).toBeLessThanOrEqual(100);
});

test('of a hundred thousand other numbers, at most one in a thousand is touched', () => {
  const pick = random(28112026);
  const digits = (count: number): string => Array.from({ length: count }, () => pick(10)).join('');
  const leading = (count: number): string => `${String(1 + pick(9))}${digits(count - 1)}`;
  const iban = (country: string, length: number): string => {
    const bban = digits(length);
    const code = Array.from(country, (letter) => String(parseInt(letter, 36))).join('');
    const check = String(98n - (BigInt(`${bban}${code}00`) % 97n)).padStart(2, '0');
    return `${country}${check}${bban}`;
  };
  const inFours = (text: string): string => text.replace(/(.{4})(?=.)/g, '$1 ');
  const KINDS: (() => string)[] = [
    () => `${leading(1 + pick(6))}.${digits(2)}`,
    () => `${leading(1 + pick(3))},${digits(3)},${digits(3)}.${digits(2)} USD`,
    () => `${leading(1 + pick(3))}.${digits(3)}.${digits(3)},${digits(2)} €`,
    () =>
      `${leading(2)}.${digits(2)}, ${leading(2)}.${digits(2)}, ${leading(2)}.${digits(2)} and ${leading(2)}.${digits(2)}`,
    () => `¥${leading(4 + pick(8))}`,
    () => `+${leading(2)} ${digits(3)} ${digits(4)} ${digits(4)}`,
    () => `+${leading(11 + pick(4))}`,
    () => `0${digits(3)} ${digits(7)}`,
    () => `00${leading(2)}${digits(10)}`,
    () => `(${digits(3)}) ${digits(3)}-${digits(4)}`,
    () => iban('DE', 18),
    () => inFours(iban('DE', 18)),
    () => inFours(iban('ES', 20)),
    () => iban('ES', 20).toLowerCase(),
    () =>
      `20${digits(2)}-1${String(pick(3))}-${String(10 + pick(18))} 1${String(pick(10))}:${String(10 + pick(49))}:${String(10 + pick(49))}`,
    () => `17${digits(11)}`,
    () => newId('pay'),
    () => randomUUID(),
    () => `978-${digits(1)}-${digits(4)}-${digits(4)}-${digits(1)}`,
    () => `${String(pick(90))}.${digits(6)}, ${String(pick(180))}.${digits(6)}`,
  ];
  let touched = 0;
  for (let count = 0; count < 100_000; count++) {
    const text = `about ${KINDS[count % KINDS.length]?.() ?? ''} then`;
    if (maskCardNumbers(text) !== text) touched += 1;
  }
  expect(touched).toBeLessThanOrEqual(100);
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
