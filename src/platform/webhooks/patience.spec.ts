import { pauseAfter, restAfter } from './patience.js';

test('pauses double up to four hours, and a delivery is tried for about a day', () => {
  const pauses = Array.from({ length: 16 }, (_, n) => pauseAfter(n + 1, 0.5));
  expect(pauses.slice(0, 4)).toEqual([5, 10, 20, 40]);
  expect(Math.max(...pauses)).toBe(14_400);
  const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3600;
  expect(hours).toBeGreaterThan(21);
});

test('chance moves a pause by a fifth at most', () => {
  expect(pauseAfter(1, 0)).toBeCloseTo(4);
  expect(pauseAfter(1, 1)).toBeCloseTo(6);
});

test('an endpoint that goes on failing is left alone, for five minutes at most', () => {
  expect([0, 4, 5, 6, 9, 10, 50].map(restAfter)).toEqual([0, 0, 10, 20, 160, 300, 300]);
});
