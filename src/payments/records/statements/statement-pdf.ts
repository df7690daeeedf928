// A statement on paper. The letters are inside the file, so it looks the same everywhere; nothing in it
// depends on when it was made, so the same statement is the same bytes.
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { formatMinor } from '../../../shared/money.js';
import type { Movement, PersonStatement } from './person-statement.js';
import { localTime } from './statement-range.js';

const FONTS = createRequire(import.meta.url);
const fontFile = (name: string): string => FONTS.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

const MARGIN = 42;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - 60;
const INK = '#1b2321';
const QUIET = '#5a6663';
const LINE = '#c9d2cf';

/** A column: where it begins, how wide it is, and on which side its text stands. */
const COLUMNS = {
  time: { x: MARGIN, width: 88, align: 'left' },
  what: { x: MARGIN + 94, width: 206, align: 'left' },
  in: { x: MARGIN + 304, width: 66, align: 'right' },
  out: { x: MARGIN + 374, width: 66, align: 'right' },
  balance: { x: MARGIN + 444, width: WIDTH - 444, align: 'right' },
} as const;
type Column = keyof typeof COLUMNS;

class Sheet {
  readonly document: PDFKit.PDFDocument;
  private y = MARGIN;

  constructor(private readonly statement: PersonStatement) {
    const { person, currency, range } = statement;
    this.document = new PDFDocument({
      size: 'A4',
      // What is below the last row is for the page's number; nothing breaks a page but `row`.
      margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: 0 },
      bufferPages: true,
      lang: 'en',
      displayTitle: true,
      info: {
        Title: `Statement ${currency} ${range.from} to ${range.to}`,
        Author: 'Tenner',
        Subject: person.name,
        CreationDate: range.end,
      },
    });
    this.document.registerFont('text', fontFile('DejaVuSans'));
    this.document.registerFont('strong', fontFile('DejaVuSans-Bold'));
  }

  head(): void {
    const { person, currency, range, position, opening, closing, moved } = this.statement;
    const money = (minor: bigint): string => `${formatMinor(minor, currency)} ${currency}`;
    this.line('Statement', 'strong', 19, INK, 28);
    this.line(`${person.name}   @${person.handle}`, 'strong', 10, INK, 16);
    this.line(`${range.from} to ${range.to}, times of ${range.zone}`, 'text', 9, QUIET, 14);
    this.line(`As of position ${position.toString()} of the books`, 'text', 9, QUIET, 20);
    const sums = [
      `Opening balance ${money(opening)}`,
      `in ${money(moved.in)}`,
      `out ${money(moved.out)}`,
      `closing balance ${money(closing)}`,
    ];
    this.line(sums.join(',  '), 'text', 9, INK, 24);
    this.columnNames();
  }

  row(cells: Partial<Record<Column, string>>, { strong = false, below = '' } = {}): void {
    const { document } = this;
    const { width } = COLUMNS.what;
    const what = cells.what ?? '';
    document.font(strong ? 'strong' : 'text').fontSize(8.5);
    const top = document.heightOfString(what, { width });
    document.font('text').fontSize(7.5);
    const under = below === '' ? 0 : document.heightOfString(below, { width }) + 2;
    const height = top + under + 9;
    if (this.y + height > BOTTOM) {
      document.addPage();
      this.y = MARGIN;
      this.columnNames();
    }
    for (const name of Object.keys(COLUMNS) as Column[]) {
      const { x, width: wide, align } = COLUMNS[name];
      document
        .font(strong ? 'strong' : 'text')
        .fontSize(8.5)
        .fillColor(INK);
      document.text(cells[name] ?? '', x, this.y, { width: wide, align });
    }
    if (below !== '') {
      document.font('text').fontSize(7.5).fillColor(QUIET);
      document.text(below, COLUMNS.what.x, this.y + top + 2, { width });
    }
    this.y += height;
    this.rule();
  }

  /** Numbers the pages and ends the file. */
  end(): void {
    const { start, count } = this.document.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      this.document.switchToPage(page);
      this.document.font('text').fontSize(7.5).fillColor(QUIET);
      const words = `Tenner   page ${String(page + 1)} of ${String(count)}`;
      this.document.text(words, MARGIN, BOTTOM + 18, { width: WIDTH, align: 'right' });
    }
    this.document.end();
  }

  private columnNames(): void {
    const names = { time: 'Time', what: 'What', in: 'In', out: 'Out', balance: 'Balance' };
    for (const name of Object.keys(COLUMNS) as Column[]) {
      const { x, width, align } = COLUMNS[name];
      this.document.font('strong').fontSize(8).fillColor(QUIET);
      this.document.text(names[name], x, this.y, { width, align });
    }
    this.y += 14;
    this.rule();
  }

  private rule(): void {
    const at = this.y - 4;
    this.document.moveTo(MARGIN, at).lineTo(MARGIN + WIDTH, at);
    this.document.lineWidth(0.5).strokeColor(LINE).stroke();
    this.y += 2;
  }

  private line(text: string, font: string, size: number, color: string, step: number): void {
    this.document.font(font).fontSize(size).fillColor(color);
    this.document.text(text, MARGIN, this.y, { width: WIDTH, lineBreak: true });
    this.y = Math.max(this.y + step, this.document.y + 4);
  }
}

/** The whole file. It is held in memory, so whoever asks has limited how many movements there are. */
export async function statementPdf(statement: PersonStatement): Promise<Buffer> {
  const { range, currency, opening, closing } = statement;
  const money = (minor: bigint): string => formatMinor(minor, currency);
  const sheet = new Sheet(statement);
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    sheet.document.on('data', (chunk: Buffer) => chunks.push(chunk));
    sheet.document.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    sheet.document.on('error', reject);
  });
  sheet.head();
  sheet.row({ time: range.from, what: 'Opening balance', balance: money(opening) }, STRONG);
  for await (const movements of statement.pages()) {
    for (const movement of movements) {
      const { at, change, balance } = movement;
      sheet.row(
        {
          time: localTime(at, range.zone).slice(0, 16),
          what: capital(movement.what),
          in: change > 0n ? money(change) : '',
          out: change < 0n ? money(-change) : '',
          balance: money(balance),
        },
        { below: belowOf(movement, money) },
      );
    }
  }
  sheet.row({ time: range.to, what: 'Closing balance', balance: money(closing) }, STRONG);
  sheet.end();
  return done;
}

const STRONG = { strong: true };

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const belowOf = (
  { counterpart, what, note, fee, reference }: Movement,
  money: (minor: bigint) => string,
): string =>
  [
    counterpart !== null && !what.includes(counterpart) ? counterpart : '',
    note ?? '',
    fee === 0n ? '' : `fee ${money(fee)}`,
    reference,
  ]
    .filter(Boolean)
    .join('  ·  ');
