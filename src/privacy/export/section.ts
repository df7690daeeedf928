// A part of a person's export: a question to the database that pages by id.

export interface Section {
  /** Its name in the file. */
  readonly name: string;
  /**
   * Answers `id`, by which it is paged, and `item`, a JSON object. `$1` is the person. An object of
   * `minor`, as text, and `currency` is written as an amount.
   */
  readonly sql: string;
  /** How many rows are read at once, where they are large. */
  readonly pageSize?: number;
}

/** An amount in the file, from columns. */
export const money = (minor: string, currency: string): string =>
  `jsonb_build_object('minor', (${minor})::text, 'currency', ${currency})`;

/** Somebody else as the person knows them. */
export const somebody = (id: string): string =>
  `(SELECT jsonb_build_object('id', k.id, 'name', k.name, 'handle', k.handle)
      FROM identity.people k WHERE k.id = ${id})`;
