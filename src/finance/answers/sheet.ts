// A report as rows of cells, answered in the form that was asked for: the JSON of its page, CSV, or
// the whole of it as a stream that is read page by page while it is sent. Amounts are decimal strings
// in every form.
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { type Cell, csvLine } from '../../ledger/index.js';

export type Format = 'json' | 'csv';

export interface Sheet<Row> {
  /** Names the file. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly cells: (row: Row) => readonly Cell[];
}

/** Answers one page: as its view, or its rows as CSV. */
export function answerPage<Row>(
  reply: FastifyReply,
  format: Format | undefined,
  sheet: Sheet<Row>,
  { view, rows }: { view: object; rows: readonly Row[] },
): void {
  if (format !== 'csv') {
    void reply.send(view);
    return;
  }
  const lines = [sheet.columns, ...rows.map(sheet.cells)].map(csvLine);
  void asFile(reply, sheet.name, 'csv').send(lines.join(''));
}

/** Answers all pages as one file. A fault on the way cuts the connection, so that nobody takes a part for the whole. */
export function answerAll<Row>(
  reply: FastifyReply,
  format: Format | undefined,
  sheet: Sheet<Row>,
  pages: AsyncIterable<readonly Row[]>,
): void {
  const text = format === 'json' ? jsonOf(sheet, pages) : csvOf(sheet, pages);
  void asFile(reply, sheet.name, format ?? 'csv').send(Readable.from(text));
}

async function* csvOf<Row>(
  { columns, cells }: Sheet<Row>,
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const page of pages) yield page.map((row) => csvLine(cells(row))).join('');
}

async function* jsonOf<Row>(
  { columns, cells }: Sheet<Row>,
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const page of pages) {
    for (const row of page) {
      const values = cells(row).map((cell) => (typeof cell === 'bigint' ? cell.toString() : cell));
      const named = Object.fromEntries(columns.map((column, index) => [column, values[index]]));
      yield separator + JSON.stringify(named);
      separator = ',\n';
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

const asFile = (reply: FastifyReply, name: string, format: Format): FastifyReply =>
  reply
    .header('content-type', `${format === 'csv' ? 'text/csv' : 'application/json'}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${name}.${format}"`);

/** The pages of a list that hands out where its next page begins, until there is none. */
export async function* pagesOf<Row>(
  read: (after: string | null) => Promise<{ rows: readonly Row[]; next: string | null }>,
): AsyncGenerator<readonly Row[]> {
  for (let after: string | null = null; ;) {
    const { rows, next }: { rows: readonly Row[]; next: string | null } = await read(after);
    yield rows;
    if (next === null) return;
    after = next;
  }
}
