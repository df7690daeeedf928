// What the address of the accounts page says; anything else in it is left out.
import type { AccountsSearch } from '../api/finance-queries.js';

export function readAccountsSearch(search: Record<string, unknown>): AccountsSearch {
  const textOf = (value: unknown): string | undefined =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  return {
    code: Number(search.code) || undefined,
    currency: textOf(search.currency),
    owner: textOf(search.owner),
    position: textOf(search.position),
  };
}
