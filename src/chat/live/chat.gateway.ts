// Live delivery. A socket is a hint: it carries what the outbox announces, and a client that missed
// something asks "what changed after N" over HTTP. Each person has a room; a message goes to the
// rooms of those who may see it, at every server process. Who may see it was decided under the thread's
// lock, so nobody who was put out hears of what came after.
import { Inject, Logger, type OnModuleDestroy } from '@nestjs/common';
import {
  type OnGatewayConnection,
  type OnGatewayInit,
  WebSocketGateway,
  WebSocketServer,
} from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import { CONFIG, type Config } from '../../shared/config.js';
import { Outbox } from '../../shared/outbox.js';
import { People, sessionCookie, tokenFrom } from '../../shared/people.js';
import { Periodic } from '../../shared/periodic.js';
import { PERSON_TOLD, type PersonTold } from '../../shared/told.js';
import { THREAD_CHANGED, type ThreadChangedFor } from '../chat.js';
import type { ThreadLeft, ThreadTyping } from '../contract.js';
import { CHOICES_CHANGED, type ChoicesChangedFor } from '../threads/choices.js';
import { THREAD_LEFT, type ThreadLeftFor } from '../threads/groups.js';
import { PacketBudget } from './packet-budget.js';
import { Relay, roomOf } from './relay.js';
import { Typing } from './typing.js';

// A session that ended must be dead on open sockets within two seconds. Each second all are asked about, in
// turns, because hundreds at one moment would make messages wait.
const SESSIONS_ASKED_MS = 1000;
const TURNS = 5;

@WebSocketGateway()
export class ChatGateway implements OnGatewayInit, OnGatewayConnection, OnModuleDestroy {
  private readonly log = new Logger(ChatGateway.name);
  @WebSocketServer() private readonly server!: Server;
  /** The sockets let in by this process, with the session token that opened each and its turn. */
  private readonly admitted = new Map<Socket, { token: string; turn: number }>();
  private opened = 0;
  private turn = 0;
  private readonly sessions = new Periodic(
    SESSIONS_ASKED_MS / TURNS,
    () => this.closeEnded(),
    (error) => {
      this.log.error('the sessions of open sockets could not be asked', error);
    },
  );

  constructor(
    private readonly people: People,
    private readonly outbox: Outbox,
    private readonly typing: Typing,
    private readonly relay: Relay,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  afterInit(): void {
    this.relay.serve(this.server);
    this.outbox.handle(THREAD_CHANGED, (change: ThreadChangedFor) => this.relay.pass(change));
    this.outbox.handle(THREAD_LEFT, ({ personId, threadId }: ThreadLeftFor) => {
      const left: ThreadLeft = { threadId };
      this.server.to(roomOf(personId)).emit('thread.left', left);
    });
    this.outbox.handle(CHOICES_CHANGED, ({ personId }: ChoicesChangedFor) => {
      this.server.to(roomOf(personId)).emit('choices.changed');
    });
    this.outbox.handle(PERSON_TOLD, ({ personIds, what }: PersonTold) => {
      this.server.to(personIds.map(roomOf)).emit('person.told', { what });
    });
    this.sessions.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sessions.stop();
  }

  async handleConnection(socket: Socket): Promise<void> {
    try {
      const token = tokenOf(socket, sessionCookie(this.config.publicUrl));
      const actor = token === undefined ? undefined : await this.people.actorOf(token);
      if (token === undefined || actor === undefined) {
        socket.disconnect(true);
        return;
      }
      this.admitted.set(socket, { token, turn: this.opened++ % TURNS });
      socket.once('disconnect', () => this.admitted.delete(socket));
      this.listen(socket, actor.personId);
      await socket.join(roomOf(actor.personId));
      socket.emit('ready');
    } catch (error) {
      this.log.error('a socket could not be admitted', error);
      socket.disconnect(true);
    }
  }

  // All a client may say is that somebody is typing. Whoever sends more than anybody types is closed.
  private listen(socket: Socket, personId: string): void {
    const budget = new PacketBudget();
    socket.onAny((event: string, body: unknown) => {
      if (!budget.spend()) socket.disconnect(true);
      else if (event === 'thread.typing') void this.tellTyping(personId, body);
    });
  }

  private async tellTyping(personId: string, body: unknown): Promise<void> {
    const threadId = (body as { threadId?: unknown } | null | undefined)?.threadId;
    if (typeof threadId !== 'string' || !/^thr_\w{26}$/.test(threadId)) return;
    try {
      const readers = await this.typing.readersOf(personId, threadId);
      if (readers.length === 0) return;
      const typing: ThreadTyping = { threadId, personId };
      this.server.to(readers.map(roomOf)).emit('thread.typing', typing);
    } catch (error) {
      this.log.error('typing could not be told', error);
    }
  }

  private async closeEnded(): Promise<void> {
    this.turn = (this.turn + 1) % TURNS;
    const due = [...this.admitted].filter(([, { turn }]) => turn === this.turn);
    const tokens = [...new Set(due.map(([, { token }]) => token))];
    if (tokens.length === 0) return;
    const actors = await this.people.actorsNow(tokens);
    const ended = new Set(tokens.filter((_, index) => actors[index] === undefined));
    for (const [socket, { token }] of due) {
      if (ended.has(token)) socket.disconnect(true);
    }
  }
}

function tokenOf(socket: Socket, cookie: string): string | undefined {
  const offered: unknown = (socket.handshake.auth as { token?: unknown }).token;
  return typeof offered === 'string' ? offered : tokenFrom(socket.handshake.headers, cookie);
}
