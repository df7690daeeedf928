// A person's own data as one JSON object, written piece by piece: nobody's years of messages are ever in
// memory at once, and no connection waits for a slow reader. Each page is read when the one before it
// has been taken, so what changes meanwhile may be in it or not.
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { rows, Transactor } from '../../shared/database.js';
import { formatMoney } from '../../shared/money.js';
import { ACCOUNT_SECTIONS } from './account-sections.js';
import { CHAT_SECTIONS } from './chat-sections.js';
import { MONEY_SECTIONS } from './money-sections.js';
import type { Section } from './section.js';

const FORMAT = 'tenner-export-1';
const PAGE = 500;

export const SECTIONS: readonly Section[] = [
  ...ACCOUNT_SECTIONS,
  ...CHAT_SECTIONS,
  ...MONEY_SECTIONS,
];

@Injectable()
export class ExportData {
  constructor(
    private readonly transactor: Transactor,
    private readonly clock: Clock,
  ) {}

  /** The text of the file: `{ format, personId, exportedAt, <section>: [...], … }`. */
  async *of(personId: string): AsyncGenerator<string> {
    const exportedAt = this.clock.now().toISOString();
    yield JSON.stringify({ format: FORMAT, personId, exportedAt }).slice(0, -1);
    for (const section of SECTIONS) {
      yield `,\n${JSON.stringify(section.name)}:[`;
      let first = true;
      for await (const item of this.itemsOf(section, personId)) {
        yield `${first ? '' : ','}\n${JSON.stringify(item, asAmount)}`;
        first = false;
      }
      yield ']';
    }
    yield '}\n';
  }

  private async *itemsOf({ sql, pageSize = PAGE }: Section, personId: string) {
    let after: string | null = null;
    for (;;) {
      const page: { id: string; item: object }[] = await rows(
        this.transactor.reader,
        `SELECT id, item FROM (${sql}) s WHERE $2::text IS NULL OR id > $2 ORDER BY id LIMIT $3`,
        [personId, after, pageSize],
      );
      for (const { item } of page) yield item;
      after = page.at(-1)?.id ?? null;
      if (page.length < pageSize) return;
    }
  }
}

// JSON has no number that holds every amount, so they travel as text and are written as people do.
function asAmount(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('minor' in value)) return value;
  const { minor, currency } = value as { minor: string; currency: string };
  return formatMoney({ minor: BigInt(minor), currency });
}
