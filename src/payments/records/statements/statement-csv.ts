// A statement as a table (RFC 4180), sent while it is read. What people wrote is made harmless to
// spreadsheets by `csvLine`.
import { csvLine } from '../../../ledger/index.js';
import { formatMinor } from '../../../shared/money.js';
import type { Movement, PersonStatement } from './person-statement.js';
import { localTime } from './statement-range.js';

export const STATEMENT_COLUMNS = [
  ...['time', 'what', 'counterpart', 'note', 'reference'],
  ...['in', 'out', 'fee', 'balance', 'currency'],
] as const;

/** The first line says what there was, the last what there is and what moved in all. */
export async function* statementCsv(statement: PersonStatement): AsyncGenerator<string> {
  const { range, currency, opening, closing, moved } = statement;
  const money = (minor: bigint): string => formatMinor(minor, currency);
  const total = (what: string, at: Date, sums: readonly string[], balance: bigint): string =>
    csvLine([
      ...[localTime(at, range.zone), what, null, null, null],
      ...[...sums, null, money(balance), currency],
    ]);
  yield csvLine(STATEMENT_COLUMNS);
  yield total('Opening balance', range.start, ['', ''], opening);
  for await (const movements of statement.pages()) {
    yield movements.map((movement) => csvLine(cellsOf(movement, statement))).join('');
  }
  yield total('Closing balance', range.end, [money(moved.in), money(moved.out)], closing);
}

function cellsOf(movement: Movement, { range, currency }: PersonStatement) {
  const { at, what, counterpart, note, reference, change, fee, balance } = movement;
  const money = (minor: bigint): string => formatMinor(minor, currency);
  return [
    ...[localTime(at, range.zone), what, counterpart, note, reference],
    ...[change > 0n ? money(change) : null, change < 0n ? money(-change) : null],
    ...[fee === 0n ? null : money(fee), money(balance), currency],
  ];
}
