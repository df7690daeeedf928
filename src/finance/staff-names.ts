// Who recorded, approved, changed or closed something, by name. What was done by no person, or by one
// we no longer know, keeps the name it was recorded with.
import { Injectable } from '@nestjs/common';
import { type Database, Transactor } from '../shared/database.js';
import { People } from '../shared/people.js';

@Injectable()
export class StaffNames {
  constructor(
    private readonly people: People,
    private readonly transactor: Transactor,
  ) {}

  /** A way to name each of them. */
  async of(
    ids: readonly string[],
    db: Database = this.transactor.reader,
  ): Promise<(id: string) => string> {
    const found = await this.people.profiles(db, [...new Set(ids)]);
    return (id) => found.get(id)?.name ?? id;
  }
}
