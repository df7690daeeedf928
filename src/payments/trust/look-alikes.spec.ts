import { lookAlikeOf } from './look-alikes.js';

const contacts = [
  { id: 'usr_1', name: 'Ben Okafor', handle: 'ben' },
  { id: 'usr_2', name: 'Alice Martin', handle: 'alice_m' },
];

test.each<[string, string, string | null]>([
  ['Ben Okafor', 'ben_okafor2', 'usr_1'],
  ['Веn Оkаfоr', 'x', 'usr_1'],
  ['Bén  Okafor', 'x', 'usr_1'],
  ['8en Okafor', 'x', null],
  ['Somebody', 'a1ice_m', 'usr_2'],
  ['Αlice Martin', 'x', 'usr_2'],
  ['Alice Marlin', 'x', null],
])('%s (@%s) looks like %s', (name, handle, expected) => {
  expect(lookAlikeOf({ id: 'usr_9', name, handle }, contacts)?.id ?? null).toBe(expected);
});

test('nobody looks like themselves', () => {
  expect(lookAlikeOf({ id: 'usr_1', name: 'Ben Okafor', handle: 'ben' }, contacts)).toBeNull();
});
