// Adding money, as tests do it.
import { randomUUID } from 'node:crypto';
import { type Answer, type TestPerson, until, type World } from './world.js';

export const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];

/** Asks for a top-up from a card. */
export const add = (
  world: World,
  person: TestPerson,
  cardId: string,
  amount: string,
  { key = randomUUID(), currency = 'EUR' }: { key?: string; currency?: string } = {},
): Promise<Answer> =>
  world.post(person, '/v1/top-ups', { amount: { amount, currency }, cardId }, key).then();

/** The id of a top-up that is there, from a new card. */
export async function addedBy(
  world: World,
  person: TestPerson,
  { token, amount = '20.00' }: { token?: string; amount?: string } = {},
): Promise<string> {
  const { id: cardId } = await world.card(person, token);
  const answer = await add(world, person, cardId, amount);
  if (answer.body.state !== 'completed') throw new Error(`not added: ${answer.text}`);
  return String(answer.body.id);
}

export const topUpOf = async (
  world: World,
  person: TestPerson,
  id: string,
): Promise<Record<string, unknown>> =>
  (await world.get(person, `/v1/top-ups/${id}`)).body as Record<string, unknown>;

/** Waits until the top-up says all of this. */
export const topUpBecomes = (
  world: World,
  person: TestPerson,
  id: string,
  what: Record<string, unknown>,
): Promise<boolean> =>
  until(
    async () => {
      const view = await topUpOf(world, person, id);
      return Object.entries(what).every(([name, value]) => view[name] === value);
    },
    `${id} being ${JSON.stringify(what)}`,
  );

/** The person pays that much to somebody else. */
export async function spend(
  world: World,
  person: TestPerson,
  other: TestPerson,
  amount: string,
): Promise<void> {
  const thread = await world.thread([person, other]);
  const { body, text } = await world.send(person, thread, amount);
  if (body.state !== 'completed') throw new Error(`not paid: ${text}`);
}

/** Why the balance in euros is what it is, newest first. */
export async function wordsOf(world: World, person: TestPerson): Promise<string[]> {
  const { body } = await world.get(person, '/v1/wallet/explanation?currency=EUR');
  return (body as { lines: { words: string }[] }).lines.map(({ words }) => words);
}
