// One request to any route in anybody's part, as a good client would make it or with changes to it.
import { randomUUID } from 'node:crypto';
import { type Cast, type Part, PARTS } from './cast.js';
import type { Route } from './routes.js';
import type { Answer, TestPerson } from './world.js';

export interface Asked {
  readonly path: string;
  readonly body?: unknown;
  /** Another of the same kind asks, because the request would use them up. */
  readonly spent?: boolean | undefined;
}

export async function ask(cast: Cast, route: Route, part: Part, asked: Asked): Promise<Answer> {
  const actor = await actorFor(cast, part, asked.spent ?? false);
  const request = cast.world.http[route.method](asked.path).set('idempotency-key', randomUUID());
  if (actor !== undefined) void request.set('authorization', `Bearer ${actor.token}`);
  if (route.method === 'get' || route.method === 'delete') return request;
  // As text, so that it is sent as it is, whatever it is.
  return request.set('content-type', 'application/json').send(JSON.stringify(asked.body ?? {}));
}

async function actorFor(cast: Cast, part: Part, spent: boolean): Promise<TestPerson | undefined> {
  if (part === 'nobody') return undefined;
  if (!spent || part === 'host') return cast.people.get(part);
  const staff = PARTS.indexOf(part) >= PARTS.indexOf('support');
  const another = await cast.world.person({ roles: [staff ? part : 'person'] });
  if (!staff) await cast.world.setPin(another);
  return another;
}
