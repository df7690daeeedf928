// Which fields of an answer whom it is shown to. The table is an allow-list: a field that is not in it
// fails, wherever it comes from; one that happens not to come is no fault. Paths are written as
// `amount.currency` and `messages[].body`.
import { type Part, PARTS } from '../support/cast.js';
import type { Answer } from '../support/world.js';

const PEOPLE = PARTS.slice(PARTS.indexOf('owner'), PARTS.indexOf('support'));
const STAFF = PARTS.slice(PARTS.indexOf('support'), PARTS.indexOf('host'));
const GROUPS: readonly [string, readonly Part[]][] = [
  ['everybody', PARTS],
  ['people', PEOPLE],
  ['staff', STAFF],
];

export class FieldTable {
  /** Fields by route and part. */
  private readonly shown = new Map<string, Map<Part, Set<string>>>();

  static read(text: string): FieldTable {
    const table = new FieldTable();
    let head: [string, Part[]] | undefined;
    for (const line of text.split('\n')) {
      const [, route, labels] = /^(\S+ \S+) {2}\((.*)\)$/.exec(line) ?? [];
      if (route !== undefined && labels !== undefined) head = [route, partsIn(labels)];
      else if (head !== undefined && line !== '') table.add(...head, [line.trim()]);
    }
    return table;
  }

  note(route: string, part: Part, answer: Answer): void {
    this.add(route, [part], fieldsOf(answer));
  }

  /** What this table shows and the other does not allow, in words. */
  beyond(allowed: FieldTable): string[] {
    return this.all()
      .filter(([route, part, field]) => !(allowed.of(route, part)?.has(field) ?? false))
      .map(([route, part, field]) => `${route} shows ${field} to ${part}`);
  }

  with(other: FieldTable): this {
    for (const [route, part, field] of other.all()) this.add(route, [part], [field]);
    return this;
  }

  /** The table as text, of these routes alone. */
  write(routes: readonly string[]): string {
    return routes.flatMap((route) => this.linesOf(route)).join('\n');
  }

  private linesOf(route: string): string[] {
    const byFields = new Map<string, Part[]>();
    for (const part of PARTS) {
      const fields = this.of(route, part);
      if (fields === undefined) continue;
      const key = [...fields].sort().join('\n  ');
      byFields.set(key, [...(byFields.get(key) ?? []), part]);
    }
    return [...byFields].map(([fields, parts]) => `${route}  (${labelsOf(parts)})\n  ${fields}`);
  }

  private of(route: string, part: Part): ReadonlySet<string> | undefined {
    return this.shown.get(route)?.get(part);
  }

  private add(route: string, parts: readonly Part[], fields: readonly string[]): void {
    const row = this.shown.get(route) ?? new Map<Part, Set<string>>();
    this.shown.set(route, row);
    for (const part of parts) row.set(part, new Set([...(row.get(part) ?? []), ...fields]));
  }

  private all(): [string, Part, string][] {
    return [...this.shown].flatMap(([route, row]) =>
      [...row].flatMap(([part, fields]) =>
        [...fields].map((field): [string, Part, string] => [route, part, field]),
      ),
    );
  }
}

function partsIn(labels: string): Part[] {
  const names = labels.split(', ');
  const groups = GROUPS.filter(([name]) => names.includes(name)).flatMap(([, parts]) => parts);
  return PARTS.filter((part) => names.includes(part) || groups.includes(part));
}

function labelsOf(parts: readonly Part[]): string {
  const left = new Set(parts);
  const labels: string[] = [];
  for (const [name, group] of GROUPS) {
    if (!group.every((part) => left.has(part))) continue;
    labels.push(name);
    for (const part of group) left.delete(part);
  }
  return [...labels, ...left].join(', ');
}

/** All paths of an answer; what is no JSON is one, named by its type. */
function fieldsOf({ body, headers, status }: Answer): string[] {
  if (status === 204) return ['(nothing)'];
  const type = headers['content-type'] ?? '';
  if (!type.includes('json')) return [`(${type})`];
  const found = new Set<string>();
  collect(body, '', found);
  return [...found];
}

function collect(value: unknown, path: string, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const each of value) collect(each, `${path}[]`, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      collect(child, path === '' ? key : `${path}.${key}`, found);
    }
  } else {
    found.add(path);
  }
}
