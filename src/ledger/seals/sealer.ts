// Gives positions to the entries that wait and seals them: at most ten thousand to a seal, in one
// transaction, so that a position without a seal is never seen. Every process runs it every second;
// the database lets one seal at a time, and the next one finds what is left.
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { rows, Transactor, type Tx } from '../../shared/database.js';
import { Periodic } from '../../shared/periodic.js';
import { present } from '../../shared/refusal.js';
import { leafHash, merkleRoot } from './merkle.js';
import { NO_SEAL, sealHash } from './seal.js';
import { givePositions, insertSeal, newestSeal } from './seal-store.js';
import { Signer } from './signer.js';
import { writeSnapshots } from './snapshots.js';

const EVERY_MS = 1000;
const ENTRIES_MAX = 10_000;
// Snapshots are written when so many positions were given since the last ones; a balance is then
// never further than this, and one seal, from a snapshot.
const SNAPSHOT_EVERY = 1000n;

@Injectable()
export class Sealer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger(Sealer.name);
  private readonly rounds = new Periodic(
    EVERY_MS,
    () => this.seal(),
    (error) => {
      this.log.error('sealing failed; trying again in the next round', error);
    },
  );

  constructor(
    private readonly transactor: Transactor,
    private readonly signer: Signer,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** Seals all that was committed before the call. Answers how many entries it sealed itself. */
  async seal(): Promise<number> {
    for (let sealed = 0; ;) {
      const waiting = await rows(this.transactor.reader, 'SELECT FROM ledger.unsealed LIMIT 1');
      if (waiting.length === 0) return sealed;
      const given = await this.transactor.run((tx) => this.sealNext(tx));
      if (given === 0) return sealed;
      sealed += given;
    }
  }

  /**
   * Seals, inside the transaction, all that is committed. No other sealer runs until it ends.
   * Whoever wants the positions of what is under way must have kept it waiting.
   */
  async sealWithin(tx: Tx): Promise<void> {
    while ((await this.sealNext(tx)) > 0);
  }

  private async sealNext(tx: Tx): Promise<number> {
    const given = await givePositions(tx, ENTRIES_MAX);
    const [first] = given;
    if (first === undefined) return 0;
    const before = await newestSeal(tx);
    const firstPosition = first.position;
    const lastPosition = firstPosition + BigInt(given.length) - 1n;
    const snapshotBefore = before?.snapshotPosition ?? 0n;
    const snapshotIsDue = lastPosition - snapshotBefore >= SNAPSHOT_EVERY;
    if (snapshotIsDue) await writeSnapshots(tx, snapshotBefore, lastPosition);
    const range = {
      number: (before?.number ?? 0n) + 1n,
      firstPosition,
      lastPosition,
      root: merkleRoot(given.map(({ position, hash }) => leafHash(position, hash))),
      sealedAt: await this.sealingTime(tx, before?.sealedAt ?? null),
      previousHash: before?.hash ?? NO_SEAL,
    };
    const hash = sealHash(range);
    await insertSeal(tx, {
      ...range,
      hash,
      ...(await this.signer.sign(tx, hash)),
      snapshotPosition: snapshotIsDue ? lastPosition : snapshotBefore,
    });
    return given.length;
  }

  // By the database's clock, which all processes share, and never before the seal before: balances
  // of a moment rest on it.
  private async sealingTime(tx: Tx, before: Date | null): Promise<Date> {
    const [row] = await rows<{ at: Date }>(
      tx,
      `SELECT greatest(date_trunc('milliseconds', clock_timestamp()), $1::timestamptz) AS at`,
      [before],
    );
    return present(row, 'the database tells the time').at;
  }
}
