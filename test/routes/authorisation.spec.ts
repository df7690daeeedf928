// Every route of the application, asked by everybody who could ask: nobody, the owner of what it is
// about, the other side of it, a member of the same thread, a stranger, somebody whom the owner has
// blocked, each role of the staff, and another product's server. The answers are two tables beside this
// file, which are read before they are changed: who gets in, and what fields each is shown. A route
// that is in neither fails the build.
import { readFileSync, writeFileSync } from 'node:fs';
import { ask } from '../support/asking.js';
import { type Cast, castIn, type Part, PARTS } from '../support/cast.js';
import { type Route, routesOf } from '../support/routes.js';
import { Scene } from '../support/scene.js';
import type { Answer } from '../support/world.js';
import { FieldTable } from './fields.js';
import { addressOf } from './addresses.js';
import { SAMPLES } from './samples.js';

let cast: Cast;
let routes: Route[];
const statuses = new Map<string, number[]>();
const shown = new FieldTable();
const entered = new Set<string>();

beforeAll(async () => {
  cast = await castIn();
  routes = routesOf(cast.world.app);
  // Lists have something in them from the beginning.
  await new Scene(cast).everything();
  let scene = new Scene(cast);
  for (const route of routes) {
    for (const part of PARTS) {
      const answer = await answerTo(route, part, scene);
      const row = statuses.get(route.name) ?? [];
      statuses.set(route.name, [...row, answer.status]);
      if (answer.status < 300) {
        entered.add(route.name);
        shown.note(route.name, part, answer);
        // What was changed is no longer what the next one is asked about.
        if (route.method !== 'get') scene = new Scene(cast);
      }
    }
  }
}, 600_000);
afterAll(async () => {
  expect(await cast.world.faults()).toEqual([]);
  await cast.world.stop();
});

async function answerTo(route: Route, part: Part, scene: Scene): Promise<Answer> {
  const { body, spent } = SAMPLES[route.name] ?? {};
  const path = await addressOf(route, scene, part);
  return ask(cast, route, part, { path, body: await body?.(scene, part), spent });
}

const fileOf = (name: string): URL => new URL(name, import.meta.url);
const readTable = (name: string): string => readFileSync(fileOf(name), 'utf8').trimEnd();
/** With ACCEPT=1 a table becomes what it is now; read the change before it is committed. */
const accepted = (name: string, text: () => string): void => {
  if (process.env.ACCEPT === '1') writeFileSync(fileOf(name), `${text()}\n`);
};

test('who gets in where', () => {
  const width = Math.max(...routes.map(({ name }) => name.length));
  const line = (name: string, row: readonly (string | number)[]): string => {
    const cells = row.map((cell, index) => String(cell).padEnd(PARTS[index]?.length ?? 0));
    return `${name.padEnd(width)}  ${cells.join('  ')}`.trimEnd();
  };
  const table = [
    line('route', PARTS),
    ...routes.map(({ name }) => line(name, statuses.get(name) ?? [])),
  ].join('\n');
  accepted('./authorisation.txt', () => table);
  expect(table.split('\n')).toEqual(readTable('./authorisation.txt').split('\n'));
});

test('nobody is shown a field that is not meant for them', () => {
  const names = routes.map(({ name }) => name);
  accepted('./fields.txt', () =>
    FieldTable.read(readTable('./fields.txt')).with(shown).write(names),
  );
  const allowed = FieldTable.read(readTable('./fields.txt'));
  expect(shown.beyond(allowed)).toEqual([]);
  expect(allowed.write(names)).toBe(readTable('./fields.txt'));
});

test('nobody is answered by a fault, and every route lets somebody in or says why not', () => {
  const faults = [...statuses].filter(([, row]) => row.some((status) => status >= 500));
  expect(faults).toEqual([]);
  const closed = routes
    .map(({ name }) => name)
    .filter((name) => !entered.has(name) && SAMPLES[name]?.closed === undefined);
  expect(closed).toEqual([]);
});

test('samples are of routes that exist', () => {
  const names = new Set(routes.map(({ name }) => name));
  expect(Object.keys(SAMPLES).filter((name) => !names.has(name))).toEqual([]);
});
