import { isWeakPin } from './weak-pins.js';

test.each([
  ['000000', 'a repeat'],
  ['121212', 'a repeat of two'],
  ['123123', 'a repeat of three'],
  ['112233', 'three doubles'],
  ['777888', 'two triples'],
  ['123456', 'a run'],
  ['987654', 'a run down'],
  ['890123', 'a run over the end'],
  ['024680', 'a run in steps'],
  ['147258', 'a shape on the keypad'],
  ['198412', 'a year first'],
  ['122003', 'a year last'],
  ['310785', 'a day, a month, a year'],
  ['073185', 'a month, a day, a year'],
  ['850731', 'a year, a month, a day'],
])('%s is weak: %s', (pin) => {
  expect(isWeakPin(pin)).toBe(true);
});

test.each(['739148', '480263', '905617', '664870', '358091'])('%s is no pattern', (pin) => {
  expect(isWeakPin(pin)).toBe(false);
});

test('most PINs are left to choose from', () => {
  const every97th = Array.from({ length: 10_309 }, (_, n) => String(n * 97).padStart(6, '0'));
  expect(every97th.filter(isWeakPin).length / every97th.length).toBeLessThan(0.13);
});
