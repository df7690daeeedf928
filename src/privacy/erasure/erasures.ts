// Asking to be erased, and calling it off. Whoever took a session over could do great harm with it, so it
// asks for a fresh proof and the typed handle, ends every session, and waits a day in which the owner,
// told by mail, signs in and says no.
import { Injectable } from '@nestjs/common';
import {
  erasures,
  type Holder,
  Identity,
  isStaff,
  Notices,
  Sessions,
} from '../../identity/index.js';
import { Transactor } from '../../shared/database.js';
import type { ErasureView } from '../contract.js';
import { refuse } from '../refusals.js';
import { obstacleOf } from './obstacles.js';

@Injectable()
export class Erasures {
  constructor(
    private readonly transactor: Transactor,
    private readonly identity: Identity,
    private readonly sessions: Sessions,
    private readonly notices: Notices,
  ) {}

  /**
   * Begins the day of waiting. Refuses `erasure_not_confirmed`, `erasure_of_staff`,
   * `erasure_asked_already`, and whatever is in the way.
   */
  async ask({ personId, roles }: Holder, confirmation: string): Promise<ErasureView> {
    const { handle } = await this.identity.person(personId);
    if (confirmation.trim().replace(/^@/, '').toLowerCase() !== handle) {
      throw refuse('erasure_not_confirmed');
    }
    if (isStaff(roles)) throw refuse('erasure_of_staff');
    return this.transactor.run(async (tx) => {
      const obstacle = await obstacleOf(tx, personId);
      if (obstacle !== undefined) throw refuse(obstacle);
      const begun = await erasures.begin(tx, personId);
      if (begun === undefined) throw refuse('erasure_asked_already');
      await this.notices.give(tx, [{ personId, kind: 'erasure_asked' }]);
      await this.sessions.revokeOthers(tx, personId);
      return viewOf(begun);
    });
  }

  /** What somebody waits for. Refuses `erasure_unknown`. */
  async waiting(personId: string): Promise<ErasureView> {
    const found = await erasures.waiting(this.transactor.reader, personId);
    if (found === undefined) throw refuse('erasure_unknown');
    return viewOf(found);
  }

  /** Calls it off: the account is as it was. Refuses `erasure_unknown`. */
  callOff(personId: string): Promise<void> {
    return this.transactor.run(async (tx) => {
      if (!(await erasures.callOff(tx, personId))) throw refuse('erasure_unknown');
      await this.notices.give(tx, [{ personId, kind: 'erasure_called_off' }]);
    });
  }
}

const viewOf = ({ askedAt, dueAt }: erasures.Erasure): ErasureView => ({
  askedAt: askedAt.toISOString(),
  dueAt: dueAt.toISOString(),
});
