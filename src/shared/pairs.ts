// Two people, whichever way round.

export type Pair = readonly [string, string];

/** Names a pair whichever way round it is. */
export const pairKey = ([one, other]: Pair): string =>
  one < other ? `${one}:${other}` : `${other}:${one}`;
