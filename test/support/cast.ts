// Everybody who could stand before a route: friends by how they stand to what it is about, each role of
// the staff, another product's server, and nobody.
import { STAFF_ROLES } from '../../src/identity/roles.js';
import { Chatter } from './chatter.js';
import { addHost, addKey } from './platform.js';
import { type TestPerson, World } from './world.js';

export const PARTS = [
  'nobody',
  'owner',
  'counterparty',
  'member',
  'stranger',
  'blocked',
  'support',
  'risk_analyst',
  'risk_approver',
  'finance_operator',
  'finance_approver',
  'auditor',
  'admin',
  'host',
] as const;

export type Part = (typeof PARTS)[number];

export interface Cast {
  readonly world: World;
  readonly people: ReadonlyMap<Part, TestPerson>;
  /** The host of the API key that `host` comes with. */
  readonly hostId: string;
  /** The direct thread of the owner and the blocked one, and what the owner last said in it. */
  readonly blockedThreadId: string;
  readonly blockedMessageId: string;
}

// More than this in a day is held for review.
const HELD_ABOVE = { sendsPerTenMinutes: 1_000_000, majorPerDay: 700n };
/** More than this, in EUR, is confirmed first. */
const CONFIRMED_ABOVE = { above: { EUR: 900n }, first: false };
/** What the owner and the counterparty have at first. */
const PURSE = '1500.00';

export async function castIn(): Promise<Cast> {
  const world = await World.start({
    config: {
      velocity: HELD_ABOVE,
      confirm: CONFIRMED_ABOVE,
      webhooks: { toLoopback: true },
    },
  });
  const people = new Map<Part, TestPerson>();
  for (const part of ['owner', 'counterparty', 'member', 'stranger', 'blocked'] as const) {
    const person = await world.person({ balance: PURSE });
    await world.setPin(person);
    people.set(part, person);
  }
  for (const role of STAFF_ROLES) people.set(role as Part, await world.person({ roles: [role] }));
  const admin = people.get('admin') as TestPerson;
  const hostId = await addHost(world, admin);
  const { key } = await addKey(world, admin, hostId);
  people.set('host', { id: hostId, handle: 'host', name: 'Host', token: key });
  const [owner, blocked] = [people.get('owner'), people.get('blocked')] as TestPerson[];
  const blockedThreadId = await world.thread([owner, blocked] as TestPerson[]);
  const said = await new Chatter(world).said(owner as TestPerson, blockedThreadId, 'Good evening');
  await world.put(owner as TestPerson, `/v1/blocks/${String(blocked?.id)}`, {});
  return { world, people, hostId, blockedThreadId, blockedMessageId: said };
}
