import { ALL_CHECKS } from './audit.js';

test('each check has a name of its own, and they come in their order', () => {
  const names = ALL_CHECKS.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(names.slice(0, 2)).toEqual(['V1', 'V2']);
  expect(names.indexOf('V12')).toBeLessThan(names.indexOf('P1'));
  expect(names.indexOf('P2')).toBeLessThan(names.indexOf('P10'));
  expect(names.indexOf('P10')).toBeLessThan(names.indexOf('B1'));
});
