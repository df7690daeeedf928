// Postings for callers who carry no transaction of their own: those that arrive together are gathered
// into one, and two such transactions may run side by side, because a posting says beforehand which
// accounts it will lock. Whoever posts together with rows of another room uses Postings instead.
import { Injectable } from '@nestjs/common';
import { Batch } from '../../shared/batch.js';
import { Transactor } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import { addressOf, CHART } from '../chart.js';
import type { Outcome, Posting } from './posting.js';
import { Postings } from './postings.js';

// The server has a connection for each of them; a third found nothing left to do on two processors.
const LANES = 2;

@Injectable()
export class GatheredPostings {
  private readonly batch: Batch<Posting, Outcome>;

  constructor(transactor: Transactor, postings: Postings) {
    this.batch = new Batch((all) => transactor.run((tx) => postings.post(tx, all)), {
      key: nameOf,
      lanes: LANES,
      locks: guardedAccounts,
    });
  }

  /** Posts it or refuses it, once it is committed. */
  post(posting: Posting): Promise<Outcome> {
    return this.batch.submit(posting);
  }
}

const nameOf = ({ entries }: Posting): string =>
  present(entries[0], 'a posting has at least one entry').reference;

const guardedAccounts = ({ entries }: Posting): string[] =>
  entries.flatMap(({ lines }) =>
    lines.flatMap(({ account }) => (CHART[account.name].guarded ? [addressOf(account)] : [])),
  );
