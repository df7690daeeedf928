// Finding somebody by the exact handle. Whoever tries handles by the thousand runs out of allowance, and
// a handle that nobody has, one of staff and one behind a block answer alike, after the same work.
import { Injectable } from '@nestjs/common';
import { Allowances } from '../../shared/allowances.js';
import type { Database } from '../../shared/database.js';
import { People } from '../../shared/people.js';
import type { FoundPerson } from '../contract.js';
import { refuse } from '../refusals.js';
import { blocked } from '../threads/blocks.js';

// Enough to find everybody of a large party in one evening, and far too few to list who is here.
const OF_ONE = { points: 30, seconds: 3600 };
const OF_ALL = { points: 3600, seconds: 3600 };
const NOBODY = 'usr_nobody';

@Injectable()
export class FindPeople {
  constructor(
    private readonly people: People,
    private readonly allowances: Allowances,
  ) {}

  /** Refuses `person_unknown`, and `too_many_requests` when the allowance is spent. */
  async byHandle(db: Database, viewerId: string, handle: string): Promise<FoundPerson> {
    await this.spend(viewerId);
    const found = await this.people.byHandle(db, handle.replace(/^@/, '').toLowerCase());
    const between = await blocked(db, [[viewerId, found?.id ?? NOBODY]]);
    if (found === undefined || between.size > 0) throw refuse('person_unknown');
    const { id, name } = found;
    return { id, handle: found.handle, name };
  }

  /** Counts one question of "who is this", whatever its answer. */
  async spend(viewerId: string): Promise<void> {
    await this.allowances.spend('people_found', viewerId, OF_ONE);
    await this.allowances.spend('people_found_by_all', 'all', OF_ALL);
  }
}
