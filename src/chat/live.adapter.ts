// Sockets across several server processes: what one process says reaches the sockets of all, through
// PostgreSQL and nothing else. It keeps a connection of its own that listens, which must reach the
// server directly and not through a transaction pooler.
import type { INestApplicationContext } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { createAdapter } from '@socket.io/postgres-adapter';
import { Pool } from 'pg';
import type { Server, ServerOptions } from 'socket.io';

// A message is at most 4,000 characters; anything near this size is not one of our clients.
const PACKET_BYTES_MAX = 65_536;

export class LiveAdapter extends IoAdapter {
  private readonly log = new Logger(LiveAdapter.name);
  private readonly pool: Pool;

  constructor(app: INestApplicationContext, databaseUrl: string) {
    super(app);
    this.pool = new Pool({
      connectionString: databaseUrl,
      max: 2,
      options: '-c role=tenner_app',
    });
    this.pool.on('error', (error) => {
      this.log.error('the connection for live delivery broke', error);
    });
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const server = super.createIOServer(port, {
      ...options,
      maxHttpBufferSize: PACKET_BYTES_MAX,
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
    return server;
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    await this.pool.end();
  }
}
