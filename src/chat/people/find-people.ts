// Finding somebody by the exact handle. A handle that nobody has, one of staff and one behind a block answer alike, after the same work.
import { Injectable } from '@nestjs/common';
import type { Database } from '../../shared/database.js';
import { People } from '../../shared/people.js';
import type { FoundPerson } from '../contract.js';
import { refuse } from '../refusals.js';
import { blocked } from '../threads/blocks.js';

const NOBODY = 'usr_nobody';

@Injectable()
export class FindPeople {
  constructor(private readonly people: People) {}

  /** Refuses `person_unknown`. */
  async byHandle(db: Database, viewerId: string, handle: string): Promise<FoundPerson> {
    const found = await this.people.byHandle(db, handle.replace(/^@/, '').toLowerCase());
    const between = await blocked(db, [[viewerId, found?.id ?? NOBODY]]);
    if (found === undefined || between.size > 0) throw refuse('person_unknown');
    const { id, name } = found;
    return { id, handle: found.handle, name };
  }
}
