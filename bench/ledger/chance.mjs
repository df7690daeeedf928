// Who pays whom. The same seeded sequence for every contender; -1 stands for the platform's account.

export const PLATFORM = -1;
const ZIPF = 1.07;

/** Numbers in [0, 1) that repeat with their seed (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A drawer of ranks 0..count-1, rank r with a weight of 1 / (r + 1) ^ exponent. */
function zipfian(count, random, exponent = ZIPF) {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) sums[rank] = sum += 1 / (rank + 1) ** exponent;
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** For each shape, a function that answers the next `[payer, payee]`, never the same person twice. */
export function shapesOf(people, seed = 1) {
  const random = seeded(seed);
  const anybody = () => Math.floor(random() * people);
  const zipf = zipfian(people, random);
  const pair = (draw) => () => {
    const payer = draw();
    let payee = draw();
    while (payee === payer) payee = draw();
    return [payer, payee];
  };
  return {
    wide: pair(anybody),
    zipf: pair(zipf),
    'hot person': () => [1 + Math.floor(random() * (people - 1)), 0],
    'hot platform': () => [PLATFORM, anybody()],
    'batch 50': pair(anybody),
  };
}
