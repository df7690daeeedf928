// Sockets across several server processes: what one process says reaches the sockets of all, through
// PostgreSQL and nothing else. It keeps a connection of its own that listens, which must reach the
// server directly and not through a transaction pooler.
import type { INestApplicationContext } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/postgres-adapter';
import type { IncomingMessage } from 'node:http';
import type { Server, ServerOptions } from 'socket.io';
import { ListeningPool } from './listening-pool.js';

// A message is at most 4,000 characters; anything near this size is not one of our clients.
const PACKET_BYTES_MAX = 65_536;
// How long a connection may stay without asking to be let in.
const CONNECT_MS = 10_000;

export class LiveAdapter extends IoAdapter {
  private readonly log = new Logger(LiveAdapter.name);
  private readonly pool: ListeningPool;
  private readonly servers: Server[] = [];

  constructor(
    app: INestApplicationContext,
    databaseUrl: string,
    private readonly publicUrl: string,
  ) {
    super(app);
    const config = { connectionString: databaseUrl, max: 2, options: '-c role=tenner_app' };
    this.pool = new ListeningPool(config, () => {
      for (const server of this.servers) server.local.emit('threads.missed');
    });
    this.pool.on('error', (error) => {
      this.log.error('the connection for live delivery broke', error);
    });
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, {
      ...options,
      maxHttpBufferSize: PACKET_BYTES_MAX,
      connectTimeout: CONNECT_MS,
      allowRequest: (request, answer) => {
        const own = this.fromOwnPage(request);
        answer(own ? null : 'origin_not_allowed', own);
      },
      serveClient: false,
    } as ServerOptions);
    server.adapter(
      createAdapter(this.pool, {
        tableName: 'shared.socket_attachments',
        errorHandler: (error) => {
          this.log.error('live delivery between processes', error);
        },
      }),
    );
    this.servers.push(server);
    return server;
  }

  // Asked of every request of every transport, before a session exists. CORS would guard only polling,
  // and only by hiding the answer. Browsers always send the origin; other clients send none.
  private fromOwnPage({ headers: { origin, host } }: IncomingMessage): boolean {
    if (origin === undefined) return true;
    if (!URL.canParse(origin)) return false;
    return [new URL(this.publicUrl).host, host].includes(new URL(origin).host);
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    await this.pool.close();
  }
}
