// What tests of threads do again and again: ask by any method, say something, read a thread, listen at a
// socket.
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type {
  FoundPerson,
  MessagePage,
  MessageView,
  ThreadChanged,
  ThreadView,
} from '../../src/chat/contract.js';
import { type Answer, type TestPerson, until, type World } from './world.js';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One request in somebody's name. */
export async function ask(
  world: World,
  person: TestPerson,
  method: Method,
  path: string,
  body?: object,
): Promise<Answer> {
  const test = world.http[method](`/v1${path}`).set('authorization', `Bearer ${person.token}`);
  return body === undefined ? test : test.send(body);
}

/** The status of an answer and, for a refusal, its code. */
export const outcome = ({ status, body }: Answer): unknown[] => {
  const { code } = body as { code?: string };
  return code === undefined ? [status] : [status, code];
};

export class Chatter {
  constructor(readonly world: World) {}

  ask(person: TestPerson, method: Method, path: string, body?: object): Promise<Answer> {
    return ask(this.world, person, method, path, body);
  }

  /** A group whose owner is the first, made over HTTP. */
  async group(people: TestPerson[], title = `Group ${randomUUID()}`): Promise<string> {
    const [owner, ...others] = people as [TestPerson, ...TestPerson[]];
    const personIds = others.map(({ id }) => id);
    const answer = await this.ask(owner, 'post', '/threads', { kind: 'group', title, personIds });
    expect(answer.status).toBe(201);
    return (answer.body as ThreadView).id;
  }

  say(person: TestPerson, threadId: string, body: string, more: object = {}): Promise<Answer> {
    const message = { clientId: randomUUID(), body, ...more };
    return this.ask(person, 'post', `/threads/${threadId}/messages`, message);
  }

  /** Says it and answers its id. */
  async said(person: TestPerson, threadId: string, body: string, more = {}): Promise<string> {
    const answer = await this.say(person, threadId, body, more);
    expect(outcome(answer)).toEqual([201]);
    return (answer.body as MessageView).id;
  }

  async page(person: TestPerson, threadId: string, query = ''): Promise<MessagePage> {
    const answer = await this.ask(person, 'get', `/threads/${threadId}/messages${query}`);
    expect(outcome(answer)).toEqual([200]);
    return answer.body as MessagePage;
  }

  /** The thread in words: texts, events by kind, `-` for what was deleted. */
  async words(person: TestPerson, threadId: string, query = ''): Promise<string[]> {
    return (await this.page(person, threadId, query)).messages.map(wordOf);
  }

  async thread(person: TestPerson, threadId: string): Promise<ThreadView> {
    const answer = await this.ask(person, 'get', `/threads/${threadId}`);
    expect(outcome(answer)).toEqual([200]);
    return answer.body as ThreadView;
  }

  async found(person: TestPerson, query: string): Promise<string[]> {
    const answer = await this.ask(person, 'get', `/messages/search?${query}`);
    expect(outcome(answer)).toEqual([200]);
    return (answer.body as MessagePage).messages.map(wordOf);
  }

  async byHandle(person: TestPerson, handle: string): Promise<FoundPerson> {
    return (await this.ask(person, 'get', `/people?handle=${handle}`)).body as FoundPerson;
  }
}

export const wordOf = ({ body, event, deletedAt }: MessageView): string =>
  deletedAt === null ? (body ?? event?.kind ?? '?') : '-';

/** Somebody's open socket and what it has heard. */
export interface Ear {
  readonly socket: Socket;
  readonly changes: ThreadChanged[];
  readonly left: string[];
  readonly typing: string[];
  /** How often it was told that its own person chose something. */
  choices: number;
  /** How often it was told to ask for what it may have missed. */
  missed: number;
  /** Why it was closed; undefined while it is open. */
  closed: string | undefined;
}

/** Opens a socket in somebody's name, at the world or at another address, and waits to be let in. */
export async function listen(url: string, person: TestPerson): Promise<Ear> {
  const socket = io(url, {
    reconnection: false,
    forceNew: true,
    transports: ['websocket'],
    auth: { token: person.token },
  });
  const ear: Ear = {
    socket,
    changes: [],
    left: [],
    typing: [],
    choices: 0,
    missed: 0,
    closed: undefined,
  };
  let ready = false;
  socket.on('ready', () => (ready = true));
  socket.on('disconnect', (reason) => (ear.closed = reason));
  socket.on('thread.changed', (change: ThreadChanged) => ear.changes.push(change));
  socket.on('thread.left', ({ threadId }: { threadId: string }) => ear.left.push(threadId));
  socket.on('threads.missed', () => (ear.missed += 1));
  socket.on('choices.changed', () => (ear.choices += 1));
  socket.on('thread.typing', ({ personId }: { personId: string }) => ear.typing.push(personId));
  await until(() => ready, 'the socket was let in');
  return ear;
}
