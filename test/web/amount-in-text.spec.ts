// What is offered as money while somebody writes, and what is left alone.
import { amountIn } from '../../web/src/money/amount-in-text.js';

const OFFERED = [
  { code: 'EUR', digits: 2 },
  { code: 'USD', digits: 2 },
  { code: 'GBP', digits: 2 },
  { code: 'CHF', digits: 2 },
  { code: 'SEK', digits: 2 },
  { code: 'JPY', digits: 0 },
  { code: 'KWD', digits: 3 },
];

test.each<[string, string, string, string]>([
  ['20 EUR for pizza', '20.00', 'EUR', 'pizza'],
  ['I owe you 20€ for the pizza!', '20.00', 'EUR', 'the pizza'],
  ['€12.50', '12.50', 'EUR', ''],
  ['12,50 € pour le taxi', '12.50', 'EUR', 'le taxi'],
  ['eur 7', '7.00', 'EUR', ''],
  ['1.234,50 €', '1234.50', 'EUR', ''],
  ['1,234.50 USD', '1234.50', 'USD', ''],
  ['that is $15, right?', '15.00', 'USD', ''],
  ['twenty? no, 5 bucks', '5.00', 'USD', ''],
  ['£3.20 for coffee.', '3.20', 'GBP', 'coffee'],
  ['CHF 1’200', '1200.00', 'CHF', ''],
  ['120 kr', '120.00', 'SEK', ''],
  ['¥2000 for ramen', '2000', 'JPY', 'ramen'],
  ['1.250 KWD', '1.250', 'KWD', ''],
  ['10 euros for you and me', '10.00', 'EUR', 'you and me'],
])('%s', (text, amount, currency, note) => {
  expect(amountIn(text, OFFERED)).toEqual({ amount, currency, note });
});

test.each([
  'no amount at all',
  '20 for pizza',
  '20',
  'at 20:30',
  '20/11/2026',
  'call +49 170 1234567',
  '20 % off',
  '0 EUR',
  '12.345 EUR is too precise, is it not',
  'x20 EUR',
  '20 EURO2024',
  '20 EUR or 30 EUR',
  '5 USD, that is 4.60 €',
  '12 PLN',
  '¥20.5',
  '-5 EUR',
])('%s: nothing is offered', (text) => {
  expect(amountIn(text, OFFERED)).toBeNull();
});

test('a currency that is not offered is not found', () => {
  expect(amountIn('20 USD', [{ code: 'EUR', digits: 2 }])).toBeNull();
});

// A pattern that backtracks would not come to an end with these.
test.each(['1', '1,', '1 ', '€', '€ 1 '])('four thousand characters of %j', (piece) => {
  expect(amountIn(piece.repeat(4000).slice(0, 4000), OFFERED)).toBeNull();
});
