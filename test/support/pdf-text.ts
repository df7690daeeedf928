// Reads the words out of a PDF whose fonts say what their glyphs mean, as ours do: streams are inflated,
// and each shown glyph is looked up in its font's table of characters. Nothing of the writer is used.
import { inflateSync } from 'node:zlib';

type Glyphs = ReadonlyMap<number, string>;

/** The text of the pages, one string per page, one line per shown text. */
export function pdfPages(bytes: Buffer): string[] {
  const objects = objectsIn(bytes);
  const fonts = new Map<string, Glyphs>();
  for (const [, { head }] of objects) {
    for (const [, name, id] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(id))?.head ?? '')?.[1];
      if (name !== undefined && table !== undefined) {
        fonts.set(name, glyphsIn(objects.get(Number(table))?.stream ?? ''));
      }
    }
  }
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head));
  return pages.map(({ head }) => {
    const content = /\/Contents (\d+) 0 R/.exec(head)?.[1];
    return textIn(objects.get(Number(content))?.stream ?? '', fonts);
  });
}

function objectsIn(bytes: Buffer): Map<number, { head: string; stream: string }> {
  const text = bytes.toString('latin1');
  const found = new Map<number, { head: string; stream: string }>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [, id, body = ''] = match;
    const at = body.indexOf('stream\n');
    const head = at === -1 ? body : body.slice(0, at);
    let stream = '';
    if (at !== -1 && !head.includes('/FontFile2') && !head.includes('/Length1')) {
      const raw = Buffer.from(body.slice(at + 7, body.lastIndexOf('\nendstream')), 'latin1');
      stream = head.includes('FlateDecode') ? inflateSync(raw).toString('latin1') : raw.toString();
    }
    found.set(Number(id), { head, stream });
  }
  return found;
}

/** The ranges of a ToUnicode table: from a first glyph on, one character or ligature each. */
function glyphsIn(table: string): Glyphs {
  const glyphs = new Map<number, string>();
  for (const [, first = '0', list = ''] of table.matchAll(
    /<([0-9a-f]+)> <[0-9a-f]+> \[([^\]]*)\]/g,
  )) {
    [...list.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex = ''], place) => {
      const units = Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
      glyphs.set(parseInt(first, 16) + place, units);
    });
  }
  return glyphs;
}

function textIn(content: string, fonts: ReadonlyMap<string, Glyphs>): string {
  let glyphs: Glyphs = new Map();
  const lines: string[] = [];
  for (const [, font, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font !== undefined) glyphs = fonts.get(font) ?? new Map();
    if (shown === undefined) continue;
    const hex = [...shown.matchAll(/<([0-9a-f]*)>/g)].map(([, part]) => part).join('');
    const ids = hex.match(/.{4}/g) ?? [];
    lines.push(ids.map((id) => glyphs.get(parseInt(id, 16)) ?? '\ufffd').join(''));
  }
  return lines.join('\n');
}
