// What is wrong in any request to any route is answered by a refusal of the published list, never by a
// fault, and never half done. Which parameters and properties a route takes is read from its published
// description; each is given every kind of wrong value, one at a time, in a request that is good
// otherwise.
import type { OpenAPIObject } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';
import type { ProblemView } from '../../src/shared/contract.js';
import { ask } from '../support/asking.js';
import { type Cast, castIn, type Part, PARTS } from '../support/cast.js';
import { type Route, routesOf } from '../support/routes.js';
import { Scene } from '../support/scene.js';
import { type Traces, traces } from '../support/traces.js';
import type { Answer } from '../support/world.js';
import { addressOf } from './addresses.js';
import { SAMPLES } from './samples.js';

const WRONG_WORDS = ['x', '-1', '9'.repeat(40), 'é'.repeat(300), '🙂', '\u0000', "' OR 1=1 --"];
const WRONG_VALUES = [
  null,
  '',
  'x',
  '🙂',
  'x'.repeat(20_000),
  -1,
  0.5,
  1e300,
  true,
  [],
  [null],
  {},
  { a: { b: [] } },
];
// What no refused request may add to; keys of refused attempts are remembered.
const LEFT = ['payments', 'messages', 'holds', 'cases'] as const;
const WRONG_BODIES = [null, [], 'text', 5, true];

let cast: Cast;
let document: OpenAPIObject;
let published: Map<string, number>;
let doors: Map<string, Part>;

beforeAll(async () => {
  cast = await castIn();
  document = (await cast.world.http.get('/openapi.json')).body as OpenAPIObject;
  const { problems } = (await cast.world.http.get('/problems')).body as { problems: ProblemView[] };
  published = new Map(problems.map(({ code, status }) => [code, status]));
  doors = doorsIn(readFileSync(new URL('./authorisation.txt', import.meta.url), 'utf8'));
});
afterAll(async () => {
  expect(await cast.world.faults()).toEqual([]);
  await cast.world.stop();
});

/** By route, the part of somebody who gets as far as the route itself. */
function doorsIn(table: string): Map<string, Part> {
  return new Map(
    table.split('\n').map((line) => {
      const [method = '', path = '', ...cells] = line.split(/\s+/);
      const good = cells.findIndex((status) => status.startsWith('2'));
      const far = cells.findIndex((status) => status !== '401' && status !== '403');
      return [`${method} ${path}`, PARTS[good === -1 ? far : good] ?? 'owner'];
    }),
  );
}

/** What is wrong with an answer to bad input, if anything. */
function complaint({ status, body, headers }: Answer): string | undefined {
  if (status < 300) return undefined;
  const { code } = body as ProblemView;
  if (status >= 500) return `is answered ${String(status)} ${code}`;
  if (published.get(code) !== status) return `is refused by ${String(status)} ${code}, unpublished`;
  if (!String(headers['content-type']).startsWith('application/problem+json')) return 'no problem';
  return undefined;
}

interface Wrong {
  readonly what: string;
  readonly path: string;
  readonly body?: unknown;
}

async function* wrongs(route: Route, part: Part, scene: () => Scene): AsyncGenerator<Wrong> {
  const at = document.paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method];
  const good = async () => ({
    path: await addressOf(route, scene(), part),
    body: await SAMPLES[route.name]?.body?.(scene(), part),
  });
  const words = route.path.split('/');
  for (const [index, word] of words.entries()) {
    if (!word.startsWith(':')) continue;
    for (const wrong of WRONG_WORDS) {
      const { path, body } = await good();
      const [place = '', query] = path.split('?');
      const changed = place.split('/').with(index, encodeURIComponent(wrong)).join('/');
      yield { what: `${word} ${wrong}`, path: changed + (query ? `?${query}` : ''), body };
    }
  }
  for (const parameter of at?.parameters ?? []) {
    if (!('name' in parameter) || parameter.in !== 'query') continue;
    const { name } = parameter;
    const tails = WRONG_WORDS.map((wrong) => `${name}=${encodeURIComponent(wrong)}`);
    for (const tail of [...tails, `${name}=1&${name}=2`, `${name}[a]=1`]) {
      const { path, body } = await good();
      yield { what: `?${tail}`, path: `${path.split('?')[0] ?? ''}?${tail}`, body };
    }
  }
  if (at?.requestBody === undefined || SAMPLES[route.name]?.body === undefined) return;
  for (const body of WRONG_BODIES) {
    yield { what: JSON.stringify(body), path: (await good()).path, body };
  }
  for (const name of Object.keys((await good()).body ?? {})) {
    for (const wrong of [undefined, ...WRONG_VALUES]) {
      const { path, body } = await good();
      yield {
        what: `${name}: ${JSON.stringify(wrong ?? null).slice(0, 40)}`,
        path,
        body: { ...body, [name]: wrong },
      };
    }
  }
  const { path, body } = await good();
  yield { what: 'a property too many', path, body: { ...body, surprise: 1 } };
}

test('whatever is wrong in a request, the answer is a published refusal', async () => {
  const complaints: string[] = [];
  let asked = 0;
  let scene = new Scene(cast);
  for (const route of routesOf(cast.world.app)) {
    const part = doors.get(route.name) ?? 'owner';
    const spent = SAMPLES[route.name]?.spent;
    let before: Traces | undefined;
    for await (const wrong of wrongs(route, part, () => scene)) {
      before ??= await traces(cast.world);
      const answer = await ask(cast, route, part, { ...wrong, spent });
      asked += 1;
      const found = complaint(answer);
      if (found !== undefined) complaints.push(`${route.name} with ${wrong.what} ${found}`);
      if (answer.status < 300) {
        if (wrong.what === 'a property too many') complaints.push(`${route.name} takes surprises`);
        if (route.method !== 'get') scene = new Scene(cast);
        before = undefined;
        continue;
      }
      const after = await traces(cast.world);
      if (LEFT.some((kind) => after[kind] !== before?.[kind])) {
        complaints.push(`${route.name} with ${wrong.what} was refused and left something behind`);
      }
      before = after;
    }
  }
  expect(complaints).toEqual([]);
  expect(asked).toBeGreaterThan(1500);
}, 600_000);
