// Where a page of a list ends, and where the next one begins.

/** Rows of a page: one more than asked for says that there is a next one. */
export function cut<Row>(
  found: readonly Row[],
  limit: number,
  placeOf: (row: Row) => string,
): { rows: readonly Row[]; next: string | null } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last !== undefined ? placeOf(last) : null };
}
