import { Batch, type BatchOptions } from './batch.js';

/** A batch whose flushes are seen, and end when the test says so. */
function watched(options: BatchOptions<string> = {}) {
  const flushes: string[][] = [];
  const open: (() => void)[] = [];
  const batch = new Batch<string, string>(async (commands) => {
    flushes.push(commands);
    await new Promise<void>((done) => open.push(done));
    if (commands.some((command) => command.startsWith('poison'))) throw new Error('poisoned');
    return commands.map((command) => `${command}!`);
  }, options);
  const end = async (): Promise<void> => {
    open.shift()?.();
    // Two turns of the loop: the batch itself waits for one before it goes on.
    for (let turn = 0; turn < 2; turn++) await new Promise((done) => setImmediate(done));
  };
  return { batch, flushes, end, open };
}

test('an idle batch flushes at once, before anything else happens', async () => {
  const { batch, flushes, end } = watched();
  const answer = batch.submit('a');
  expect(flushes).toEqual([['a']]);
  await end();
  expect(await answer).toBe('a!');
});

test('what arrives during a flush is gathered, in its order, and each gets its own answer', async () => {
  const { batch, flushes, end } = watched();
  const answers = ['a', 'b', 'c', 'd'].map((command) => batch.submit(command));
  expect(flushes).toEqual([['a']]);
  await end();
  expect(flushes).toEqual([['a'], ['b', 'c', 'd']]);
  await end();
  expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!']);
  const later = batch.submit('e');
  expect(flushes.at(-1)).toEqual(['e']);
  await end();
  expect(await later).toBe('e!');
});

test('a flush carries no more than its most; the rest waits for the next', async () => {
  const { batch, flushes, end } = watched({ max: 2 });
  const answers = ['a', 'b', 'c', 'd'].map((command) => batch.submit(command));
  for (let round = 0; round < 3; round++) await end();
  expect(flushes).toEqual([['a'], ['b', 'c'], ['d']]);
  expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!', 'd!']);
});

test('without a word about it, 256 is the most', async () => {
  const { batch, flushes, end } = watched();
  const answers = Array.from({ length: 300 }, (_, index) => batch.submit(String(index)));
  for (let round = 0; round < 3; round++) await end();
  expect(flushes.map((flush) => flush.length)).toEqual([1, 256, 43]);
  expect(await Promise.all(answers)).toHaveLength(300);
});

test('two of one key never share a flush, and keep their order', async () => {
  const { batch, flushes, end } = watched({ key: (command) => command.charAt(0) });
  const answers = ['x1', 'a1', 'a2', 'b1', 'a3'].map((command) => batch.submit(command));
  for (let round = 0; round < 4; round++) await end();
  expect(flushes).toEqual([['x1'], ['a1', 'b1'], ['a2'], ['a3']]);
  expect(await Promise.all(answers)).toEqual(['x1!', 'a1!', 'a2!', 'b1!', 'a3!']);
});

test('the key of what is in flight keeps the next one out, too', async () => {
  const { batch, flushes, end } = watched({ key: (command) => command });
  const answers = [batch.submit('a'), batch.submit('a')];
  expect(flushes).toEqual([['a']]);
  await end();
  expect(flushes).toEqual([['a'], ['a']]);
  await end();
  expect(await Promise.all(answers)).toEqual(['a!', 'a!']);
});

test('a failed flush runs again one by one: the poison alone fails', async () => {
  const { batch, flushes, end, open } = watched();
  const first = batch.submit('first');
  const rest = Promise.allSettled(['a', 'poison', 'b'].map((command) => batch.submit(command)));
  const late = (async () => {
    while (flushes.length < 5) await end();
    return batch.submit('late');
  })();
  while (flushes.length < 6 || open.length > 0) await end();
  expect(flushes).toEqual([['first'], ['a', 'poison', 'b'], ['a'], ['poison'], ['b'], ['late']]);
  expect(await rest).toEqual([
    { status: 'fulfilled', value: 'a!' },
    { status: 'rejected', reason: new Error('poisoned') },
    { status: 'fulfilled', value: 'b!' },
  ]);
  expect([await first, await late]).toEqual(['first!', 'late!']);
});

test('a lone poison is run once, and the batch goes on', async () => {
  const { batch, flushes, end } = watched();
  const answer = batch.submit('poison');
  const refused = expect(answer).rejects.toThrow('poisoned');
  await end();
  await refused;
  const next = batch.submit('a');
  expect(flushes).toEqual([['poison'], ['a']]);
  await end();
  expect(await next).toBe('a!');
});

describe('with two lanes', () => {
  const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
  // A command locks its letters: 'ab' locks a and b.
  const lanes = { lanes: 2, locks: (command: string) => command.split('') };

  test('two flushes run side by side when they lock nothing in common', async () => {
    const { batch, flushes, end } = watched(lanes);
    const answers = ['a', 'b', 'c'].map((command) => batch.submit(command));
    expect(flushes).toEqual([['a']]);
    await turn();
    expect(flushes).toEqual([['a'], ['b', 'c']]);
    for (let round = 0; round < 2; round++) await end();
    expect(await Promise.all(answers)).toEqual(['a!', 'b!', 'c!']);
  });

  test('who waits for a lock is not overtaken by those who want it later', async () => {
    const { batch, flushes, end } = watched(lanes);
    const answers = ['a', 'ab', 'b', 'c'].map((command) => batch.submit(command));
    await turn();
    expect(flushes).toEqual([['a'], ['c']]);
    await end();
    expect(flushes).toEqual([['a'], ['c'], ['ab', 'b']]);
    await end();
    await end();
    expect(await Promise.all(answers)).toEqual(['a!', 'ab!', 'b!', 'c!']);
  });

  test('what waits is shared out when both lanes are free', async () => {
    const { batch, flushes, end } = watched(lanes);
    const first = batch.submit('abcdef');
    const answers = ['a', 'b', 'c', 'd', 'e', 'f'].map((command) => batch.submit(command));
    await end();
    expect(flushes.slice(1)).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ]);
    await end();
    await end();
    expect(await Promise.all([first, ...answers])).toHaveLength(7);
  });

  test('what shares a lock goes in one flush, because the other lane could not take it', async () => {
    const { batch, flushes, end } = watched(lanes);
    const commands = ['a', 'ab', 'ac', 'ad', 'ae'];
    const answers = commands.map((command) => batch.submit(command));
    await end();
    expect(flushes).toEqual([['a'], ['ab', 'ac', 'ad', 'ae']]);
    await end();
    expect(await Promise.all(answers)).toEqual(commands.map((command) => `${command}!`));
  });

  test('one key is never under way twice', async () => {
    const { batch, flushes, end } = watched({ ...lanes, locks: () => [], key: (name) => name });
    const answers = ['a', 'a'].map((command) => batch.submit(command));
    expect(flushes).toEqual([['a']]);
    await end();
    expect(flushes).toEqual([['a'], ['a']]);
    await end();
    expect(await Promise.all(answers)).toEqual(['a!', 'a!']);
  });
});
