// The sealer that runs beside the ledger in production runs beside it here too: everything it does
// is part of what an entry costs. `drained` waits until nothing is left to be given a position.
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 5;

/** Starts what production runs beside the ledger. Answers `drained()` and `stop()`. */
export async function startSealer(dataSource) {
  const [{ queue }] = await dataSource.query(`SELECT to_regclass('ledger.unsealed') AS queue`);
  const isEmpty = async () => {
    const [{ left }] = await dataSource.query(
      'SELECT EXISTS (SELECT FROM ledger.unsealed) AS left',
    );
    return !left;
  };
  return {
    drained: async () => {
      while (queue !== null && !(await isEmpty())) await sleep(POLL_MS);
    },
    stop: async () => {},
  };
}
