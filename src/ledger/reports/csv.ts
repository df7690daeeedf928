// Rows as CSV (RFC 4180): fields with a comma, a quote or a line break are quoted, lines end with
// CR LF. A cell that a spreadsheet would take for a formula gets an apostrophe in front, unless it is
// a plain number, so that nobody's reference or reason is ever executed by who opens the file.

export type Cell = string | number | bigint | null;

const FORMULA = /^[=+\-@\t\r]/;
const PLAIN_NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** One line with its end. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  const safe = FORMULA.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
