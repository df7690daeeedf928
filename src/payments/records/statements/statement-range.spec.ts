// Days as moments, on both sides of where clocks change.
import { localTime, statementRange } from './statement-range.js';

test.each([
  ['UTC', '2026-11', '2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
  ['Europe/Berlin', '2026-03', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
  ['Europe/Berlin', '2026-10', '2026-09-30T22:00:00.000Z', '2026-10-31T23:00:00.000Z'],
  ['America/New_York', '2024-02', '2024-02-01T05:00:00.000Z', '2024-03-01T05:00:00.000Z'],
  ['Asia/Kolkata', '2026-01', '2025-12-31T18:30:00.000Z', '2026-01-31T18:30:00.000Z'],
])('in %s the month %s begins and ends', (zone, month, start, end) => {
  const range = statementRange({ zone, month });
  expect([range.start.toISOString(), range.end.toISOString()]).toEqual([start, end]);
});

test('the day on which clocks go back is one hour longer', () => {
  const day = { from: '2026-10-25', to: '2026-10-25', zone: 'Europe/Berlin' };
  const { start, end } = statementRange(day);
  expect((end.getTime() - start.getTime()) / 3_600_000).toBe(25);
  expect(localTime(start, 'Europe/Berlin')).toBe('2026-10-25 00:00:00');
});

test.each([
  [{}, 'statement_range_needed'],
  [{ from: '2026-11-01' }, 'statement_range_needed'],
  [{ month: '2026-11', from: '2026-11-01' }, 'statement_range_needed'],
  [{ from: '2026-11-02', to: '2026-11-01' }, 'statement_range_reversed'],
  [{ from: '2025-01-01', to: '2026-01-02' }, 'statement_range_too_long'],
])('%j is refused as %s', (asked, code) => {
  expect(() => statementRange({ zone: 'UTC', ...asked })).toThrow(code);
});
