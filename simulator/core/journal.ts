// The append-only file that lets state survive a restart. One line is one request's whole effect,
// so a crash in the middle of a write loses that request entirely or not at all. A torn last line
// is cut off at start; damage anywhere else refuses to start, because silence would lose money.
import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Kind, Kinds } from './kinds.js';

/** The account that everything without an account of its own belongs to. */
export const PLATFORM = '';

type Stored<K extends Kind> = readonly [kind: K, value: Kinds[K], account?: string];
type Removed<K extends Kind> = readonly [
  kind: K,
  value: { id: string },
  account: string,
  removed: 'removed',
];

/** One changed object: its kind and new value (or its id, when it is gone), and whose it is. */
export type Change = { [K in Kind]: Stored<K> | Removed<K> }[Kind];

const NEWLINE = 10;

/** Reads complete lines of `file`; returns their changes and the length that is sound. */
function readLines(file: string): { lines: Change[][]; sound: number } {
  const bytes = readFileSync(file);
  const lines: Change[][] = [];
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
    const text = bytes.toString('utf8', start, end);
    try {
      lines.push(JSON.parse(text) as Change[]);
    } catch {
      throw new Error(`${file}: line ${String(lines.length + 1)} is damaged; restore the file`);
    }
    start = end + 1;
  }
  return { lines, sound: start };
}

/** A journal on disk, or one that keeps nothing when no file is named. */
export class Journal {
  private descriptor: number | null;

  /**
   * Opens `file` and gives every change found in it to `replay`, oldest first.
   * Throws when the file is damaged anywhere but at its end, or cannot be opened.
   */
  constructor(file: string | null, replay: (changes: readonly Change[]) => void) {
    if (file === null) {
      this.descriptor = null;
      return;
    }
    const { lines, sound } = existsSync(file) ? readLines(file) : { lines: [], sound: 0 };
    lines.forEach(replay);
    this.descriptor = openSync(file, 'a', 0o600);
    ftruncateSync(this.descriptor, sound);
  }

  /** Appends one request's changes as one line. */
  append(changes: readonly Change[]): void {
    if (this.descriptor !== null && changes.length > 0) {
      writeSync(this.descriptor, `${JSON.stringify(changes)}\n`);
    }
  }

  /** Closes the file; a request still running then leaves nothing behind. */
  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }
}
