// What a person can read about a bill, and the bill for whoever changes it.
import { Injectable } from '@nestjs/common';
import { type Database, Transactor, type Tx } from '../../shared/database.js';
import { People } from '../../shared/people.js';
import { present } from '../../shared/refusal.js';
import type { SplitView } from './contract.js';
import { refuseSplit, type Split } from './split.js';
import { findSplits, lockSplit } from './split-store.js';
import { audienceOf, toSplitView } from './split.view.js';

@Injectable()
export class SplitDesk {
  constructor(
    private readonly transactor: Transactor,
    private readonly people: People,
  ) {}

  /** A bill that concerns the viewer. Refuses `split_unknown` for everybody else's too. */
  async one(viewerId: string, id: string): Promise<SplitView> {
    const { reader } = this.transactor;
    const [split] = await findSplits(reader, [id]);
    if (split === undefined || !audienceOf(split).includes(viewerId)) {
      throw refuseSplit('split_unknown');
    }
    return this.view(reader, split);
  }

  /** One of the maker's own, not locked. Refuses `split_not_yours` for whoever else may see it. */
  async own(db: Database, personId: string, id: string): Promise<Split> {
    const [split] = await findSplits(db, [id]);
    return ownedBy(personId, split);
  }

  /** The same, locked to be changed. */
  async lockOwn(tx: Tx, personId: string, id: string): Promise<Split> {
    return ownedBy(personId, await lockSplit(tx, id));
  }

  /** A bill of which we know that it is there. */
  async read(db: Database, id: string): Promise<Split> {
    const [split] = await findSplits(db, [id]);
    return present(split, 'a bill that was just written');
  }

  async viewIn(db: Database, id: string): Promise<SplitView> {
    return this.view(db, await this.read(db, id));
  }

  private async view(db: Database, split: Split): Promise<SplitView> {
    return toSplitView(split, await this.people.profiles(db, audienceOf(split)));
  }
}

function ownedBy(personId: string, split: Split | undefined): Split {
  if (split === undefined || !audienceOf(split).includes(personId)) {
    throw refuseSplit('split_unknown');
  }
  if (split.makerId !== personId) throw refuseSplit('split_not_yours');
  return split;
}
