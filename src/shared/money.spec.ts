import currencyCodes from 'currency-codes';
import fc from 'fast-check';
import { currencyCodes as ourCodes, currencyDigits } from './currencies.js';
import { amountTooLarge, formatMinor, majorToMinor, MINOR_MAX, parseMoney } from './money.js';
import { Refusal } from './refusal.js';

/** The minor units of an amount, or the code it is refused with. */
function read(amount: string, currency: string): bigint | string {
  try {
    return parseMoney({ amount, currency }).minor;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

test.each<[string, string, bigint | string]>([
  ['12.34', 'EUR', 1234n],
  ['12.3', 'EUR', 1230n],
  ['12', 'EUR', 1200n],
  ['0.01', 'EUR', 1n],
  ['0012.00', 'EUR', 1200n],
  ['12', 'JPY', 12n],
  ['1.234', 'KWD', 1234n],
  ['0.001', 'KWD', 1n],
  ['1.2345', 'CLF', 12345n],
  ['12.34', 'HUF', 1234n],
  ['10000000000000', 'EUR', MINOR_MAX],
  ['10000000000000.01', 'EUR', 'amount_too_large'],
  ['1000000000000001', 'JPY', 'amount_too_large'],
  ['9'.repeat(30), 'EUR', 'amount_too_large'],
  ['0', 'EUR', 'amount_not_positive'],
  ['0.00', 'EUR', 'amount_not_positive'],
  ['-1', 'EUR', 'amount_not_positive'],
  ['-0', 'EUR', 'amount_not_positive'],
  ['0.001', 'EUR', 'amount_too_precise'],
  ['5.000', 'EUR', 'amount_too_precise'],
  ['1.0', 'JPY', 'amount_too_precise'],
  ['1.0001', 'KWD', 'amount_too_precise'],
  ['1e3', 'EUR', 'amount_malformed'],
  ['0x10', 'EUR', 'amount_malformed'],
  ['0b1', 'EUR', 'amount_malformed'],
  ['NaN', 'EUR', 'amount_malformed'],
  ['1,5', 'EUR', 'amount_malformed'],
  ['1 000', 'EUR', 'amount_malformed'],
  ['1_000', 'EUR', 'amount_malformed'],
  ['٥', 'EUR', 'amount_malformed'],
  ['--5', 'EUR', 'amount_malformed'],
  ['', 'EUR', 'amount_malformed'],
  ['5', 'eur', 'currency_unknown'],
  ['5', 'XXX', 'currency_unknown'],
  ['5', 'toString', 'currency_unknown'],
])('%s %s is %s', (amount, currency, expected) => {
  expect(read(amount, currency)).toBe(expected);
});

test.each<[bigint, string, string]>([
  [1234n, 'EUR', '12.34'],
  [5n, 'EUR', '0.05'],
  [0n, 'EUR', '0.00'],
  [-5n, 'EUR', '-0.05'],
  [1234n, 'JPY', '1234'],
  [1n, 'KWD', '0.001'],
  [1n, 'CLF', '0.0001'],
  [MINOR_MAX * 1000n, 'EUR', '10000000000000000.00'],
  [2n ** 80n, 'JPY', '1208925819614629174706176'],
])('%s of %s is written %s', (minor, currency, expected) => {
  expect(formatMinor(minor, currency)).toBe(expected);
});

test.each(['JPY', 'EUR', 'KWD', 'CLF'])(
  'in %s what is written is read back, to the unit',
  (code) => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: MINOR_MAX }), (minor) => {
        const written = formatMinor(minor, code);
        expect(parseMoney({ amount: written, currency: code })).toEqual({ minor, currency: code });
        expect(written.split('.')[1]?.length ?? 0).toBe(currencyDigits(code));
      }),
    );
  },
);

test('no text is ever read as something else than it says', () => {
  const texts = fc.oneof(
    fc.string(),
    fc.stringMatching(/^-?\d{0,40}[.,]?\d{0,5}$/),
    fc.double().map(String),
  );
  fc.assert(
    fc.property(texts, fc.constantFrom('JPY', 'EUR', 'KWD'), (text, code) => {
      const minor = read(text, code);
      if (typeof minor === 'string') return;
      const [units = '', decimals = ''] = text.split('.');
      const digits = currencyDigits(code) ?? 0;
      expect(minor).toBe(BigInt(units + decimals.padEnd(digits, '0')));
    }),
    { numRuns: 1000 },
  );
});

test('limits are in major units', () => {
  expect(majorToMinor(500n, 'EUR')).toBe(50_000n);
  expect(majorToMinor(500n, 'JPY')).toBe(500n);
  expect(majorToMinor(500n, 'KWD')).toBe(500_000n);
  const refusal = amountTooLarge({ minor: 1_000_000n, currency: 'EUR' });
  expect(refusal.detail).toBe('The most one payment may carry is 10000.00 EUR.');
});

// The package knows ISO's list of June 2024. Since then XCG has taken the place of ANG.
const NEWER = ['XCG'];
// Withdrawn money, metals, units of account, and the codes for tests and for nothing.
const NOT_MONEY = 'ANG CUC XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' ');

test('our currencies are those of ISO 4217, but for what nobody can pay in', () => {
  const iso = new Map(currencyCodes.data.map(({ code, digits }) => [code, digits]));
  const differing = ourCodes().filter((code) => currencyDigits(code) !== iso.get(code));
  expect(differing).toEqual(NEWER);
  const missing = [...iso.keys()].filter((code) => currencyDigits(code) === undefined).sort();
  expect(missing).toEqual(NOT_MONEY);
});
