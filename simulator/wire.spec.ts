// The pure parts: form decoding, Luhn and brands, and the card table's own consistency.
import { brandOf, passesLuhn } from './cards/number.js';
import { TEST_CARDS } from './cards/table.js';
import { canonical, decodeForm } from './http/form.js';

test.each([
  ['a=1&b=2', { a: '1', b: '2' }],
  ['a[b][c]=x', { a: { b: { c: 'x' } } }],
  ['a[0]=x&a[1]=y', { a: { 0: 'x', 1: 'y' } }],
  ['expand[]=x&expand[]=y', { expand: { 0: 'x', 1: 'y' } }],
  ['a=%C3%A9+b', { a: 'é b' }],
  ['__proto__[x]=1', { ['__proto__']: { x: '1' } }],
])('%s', (text, expected) => {
  const plain = (wire: unknown): unknown =>
    wire instanceof Map
      ? Object.fromEntries([...wire].map(([key, value]) => [key, plain(value)]))
      : wire;
  expect(JSON.stringify(plain(decodeForm(text)))).toBe(JSON.stringify(expected));
});

test.each(['a[b=1', 'a]=1', '[a]=1', 'a[b]c=1', 'a=1&a[b]=2', `a${'[x]'.repeat(9)}=1`])(
  '%s is refused',
  (text) => {
    expect(() => decodeForm(text)).toThrow();
  },
);

test('the order of parameters does not matter to their fingerprint, their values do', () => {
  const of = (text: string): string => canonical(decodeForm(text));
  expect(of('a=1&b[c]=2&b[d]=3')).toBe(of('b[d]=3&b[c]=2&a=1'));
  expect(of('a=1')).not.toBe(of('a=2'));
  expect(of('a[b]=1')).not.toBe(of('a=b&b=1'));
});

test('every row of the card table is a well-formed card, named once', () => {
  const keys = TEST_CARDS.map((row) => row.key);
  const tokens = TEST_CARDS.flatMap((row) => row.tokens);
  const numbers = TEST_CARDS.map((row) => row.number);
  for (const list of [keys, tokens, numbers]) expect(new Set(list).size).toBe(list.length);
  expect(numbers.filter((number) => !passesLuhn(number))).toEqual([]);
  expect(numbers.filter((number) => brandOf(number) === 'unknown')).toEqual([]);
});

test.each([
  ['4242424242424242', 'visa'],
  ['2223003122003222', 'mastercard'],
  ['5105105105105100', 'mastercard'],
  ['378282246310005', 'amex'],
  ['6011111111111117', 'discover'],
  ['3056930009020004', 'diners'],
  ['3566002020360505', 'jcb'],
  ['6200000000000005', 'unionpay'],
])('%s is a %s card', (number, brand) => {
  expect(brandOf(number)).toBe(brand);
});
