// Roles are handed out by an administrator, with a reason, to somebody else, on a record that is never
// changed. The database writes the roles from the record; the application cannot write them itself.
import { Injectable } from '@nestjs/common';
import { type Database, rows, sqlState, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import type { Role } from '../contract.js';
import { Notices } from '../mail/notices.js';
import { refuse } from '../refusals.js';

export interface RoleChange {
  readonly personId: string;
  readonly role: Role;
  readonly change: 'grant' | 'revoke';
  readonly reason: string;
}

export interface RecordedChange extends RoleChange {
  readonly id: string;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const CHECK_VIOLATION = '23514';

@Injectable()
export class RoleChanges {
  constructor(private readonly notices: Notices) {}

  /** Refuses `role_own`, `account_holder_unknown` and `role_not_grantable`. */
  async change(
    tx: Tx,
    adminId: string,
    { personId, role, change, reason }: RoleChange,
  ): Promise<void> {
    if (adminId === personId) throw refuse('role_own');
    const known = await rows(tx, 'SELECT FROM identity.people WHERE id = $1 FOR UPDATE', [
      personId,
    ]);
    if (known.length === 0) throw refuse('account_holder_unknown');
    try {
      await tx.query(
        `INSERT INTO identity.role_changes (id, person_id, role, change, reason, changed_by)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [newId('rch'), personId, role, change, reason, adminId],
      );
    } catch (error) {
      if (sqlState(error) === CHECK_VIOLATION) throw refuse('role_not_grantable', RULES);
      throw error;
    }
    const detail = `${role.replaceAll('_', ' ')} ${change === 'grant' ? 'given' : 'taken'}`;
    await this.notices.give(tx, [{ personId, kind: 'roles_changed', detail }]);
  }

  /** The record, newest first. */
  list(db: Database, before: string | null, limit: number): Promise<RecordedChange[]> {
    return rows<RecordedChange>(
      db,
      `SELECT id, person_id AS "personId", role, change, reason, changed_by AS "changedBy",
              changed_at AS "changedAt"
         FROM identity.role_changes WHERE $1::text IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
      [before, limit],
    );
  }
}

const RULES =
  'Nobody both proposes and approves in finance, and an administrator touches no money.';
