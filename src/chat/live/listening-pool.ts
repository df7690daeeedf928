// The connections of live delivery. The socket adapter takes one of them to listen on, and does not give
// it back when it is closed before it has it; a server stopped in its first moments, or while it
// reconnects, would wait for that connection for ever. So this pool remembers who took one, and tells when
// one is listened on again: what was said meanwhile was not heard.
import pg from 'pg';

type Taken = Parameters<Parameters<pg.Pool['connect']>[0]>;

export class ListeningPool extends pg.Pool {
  private readonly taken = new Set<pg.PoolClient>();
  private closing = false;
  private listened = false;

  constructor(
    config: pg.PoolConfig,
    private readonly onListeningAgain: () => void,
  ) {
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
      else this.watch(client);
      return client;
    });
  }

  /** Ends every connection, those that were taken and not given back too. */
  async close(): Promise<void> {
    this.closing = true;
    for (const client of this.taken) this.takeBack(client);
    await this.end();
  }

  // Whoever took it neither minds that it breaks, which would end the process, nor gives it back, which
  // would leave one connection less for each time.
  private watch(client: pg.PoolClient): void {
    client.on('error', (error) => this.emit('error', error, client));
    client.once('end', () => {
      if (this.taken.has(client)) client.release(true);
    });
    if (this.listened) {
      // The taker says LISTEN on it first; what we ask in the next turn is answered after that.
      setImmediate(() => {
        client.query('SELECT').then(this.onListeningAgain, () => undefined);
      });
    }
    this.listened = true;
  }

  private takeBack(client: pg.PoolClient): void {
    setImmediate(() => {
      // Whoever took it would answer its end by asking for another one.
      client.removeAllListeners('end');
      if (this.taken.has(client)) client.release(true);
    });
  }
}
