// The sealer that runs beside the ledger in production runs beside it here too: everything it does
// is part of what an entry costs. `drained` waits until nothing is left to be given a position.
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Balances, Sealer } from '../../dist/src/ledger/index.js';
import { Signer } from '../../dist/src/ledger/seals/signer.js';

const POLL_MS = 5;

/** Starts what production runs beside the ledger. */
export function startSealer(dataSource, transactor) {
  const signingKey = generateKeyPairSync('ed25519').privateKey;
  const sealer = new Sealer(transactor, new Signer({ ledger: { signingKey } }));
  const balances = new Balances(transactor);
  const waiting = () =>
    dataSource.query('SELECT EXISTS (SELECT FROM ledger.unsealed) AS "left"').then(([row]) => row);
  sealer.onApplicationBootstrap();
  return {
    seal: () => sealer.seal(),
    drained: async () => {
      while ((await waiting()).left) await sleep(POLL_MS);
    },
    /** Balance at a moment, which must have passed by a millisecond before it can be asked for. */
    balanceAt: async (address, moment) => {
      await sleep(POLL_MS);
      return balances.balanceAt(address, await balances.positionAt(new Date(moment)));
    },
    stop: () => sealer.onModuleDestroy(),
  };
}
