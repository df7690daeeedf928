// Live delivery. A socket is a hint: it carries what the outbox announces, and a client that missed
// something asks "what changed after N" over HTTP. Each person has a room; a message goes to the
// rooms of those who may see it, through the adapter to every server process.
import { Inject, Logger } from '@nestjs/common';
import {
  type OnGatewayConnection,
  type OnGatewayInit,
  WebSocketGateway,
  WebSocketServer,
} from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import { CONFIG, type Config } from '../shared/config.js';
import { Outbox } from '../shared/outbox.js';
import { People, sessionCookie, tokenFrom } from '../shared/people.js';
import { THREAD_CHANGED, type ThreadChangedFor } from './chat.js';

@WebSocketGateway()
export class ChatGateway implements OnGatewayInit, OnGatewayConnection {
  private readonly log = new Logger(ChatGateway.name);
  @WebSocketServer() private readonly server!: Server;

  constructor(
    private readonly people: People,
    private readonly outbox: Outbox,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  afterInit(): void {
    this.outbox.handle(THREAD_CHANGED, async ({ personIds, change }: ThreadChangedFor) => {
      const target = await this.reach();
      target.to(personIds.map(roomOf)).emit('thread.changed', change);
    });
  }

  async handleConnection(socket: Socket): Promise<void> {
    try {
      const token = tokenOf(socket, sessionCookie(this.config.publicUrl));
      const actor = token === undefined ? undefined : await this.people.actorOf(token);
      if (actor === undefined || !this.ownOrigin(socket)) {
        socket.disconnect(true);
        return;
      }
      await socket.join(roomOf(actor.personId));
      socket.emit('ready');
    } catch (error) {
      this.log.error('a socket could not be admitted', error);
      socket.disconnect(true);
    }
  }

  // A lone process need not tell the others: each telling is a database statement of its own.
  private async reach(): Promise<Pick<Server, 'to'>> {
    const processes = await this.server.of('/').adapter.serverCount();
    return processes > 1 ? this.server : this.server.local;
  }

  // CORS settings guard only the polling transport; a WebSocket's origin must be compared here.
  private ownOrigin(socket: Socket): boolean {
    const { origin, host } = socket.handshake.headers;
    if (origin === undefined) return true;
    if (!URL.canParse(origin)) return false;
    return [new URL(this.config.publicUrl).host, host].includes(new URL(origin).host);
  }
}

const roomOf = (personId: string): string => `person:${personId}`;

function tokenOf(socket: Socket, cookie: string): string | undefined {
  const offered: unknown = (socket.handshake.auth as { token?: unknown }).token;
  return typeof offered === 'string' ? offered : tokenFrom(socket.handshake.headers, cookie);
}
