// The connections of live delivery. The socket adapter takes one of them to listen on, and does not give
// it back when it is closed before it has it; a server stopped in its first moments, or while it
// reconnects, would wait for that connection for ever. So this pool remembers who took one.
import pg from 'pg';

type Taken = Parameters<Parameters<pg.Pool['connect']>[0]>;

export class ListeningPool extends pg.Pool {
  private readonly taken = new Set<pg.PoolClient>();
  private closing = false;

  constructor(config: pg.PoolConfig) {
    super(config);
    this.on('release', (_error, client) => this.taken.delete(client));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: (...taken: Taken) => void): void;
  override connect(callback?: (...taken: Taken) => void): Promise<pg.PoolClient> | void {
    // A single statement takes a connection with a callback and always gives it back.
    if (callback !== undefined) {
      super.connect(callback);
      return;
    }
    return super.connect().then((client) => {
      this.taken.add(client);
      if (this.closing) this.takeBack(client);
      return client;
    });
  }

  /** Ends every connection, those that were taken and not given back too. */
  async close(): Promise<void> {
    this.closing = true;
    for (const client of this.taken) this.takeBack(client);
    await this.end();
  }

  private takeBack(client: pg.PoolClient): void {
    setImmediate(() => {
      // Whoever took it would answer its end by asking for another one.
      client.removeAllListeners('end');
      if (this.taken.has(client)) client.release(true);
    });
  }
}
