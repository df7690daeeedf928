// The clock's part: whoever has waited their day is erased, in one transaction across all rooms. Their key
// is destroyed first, because the tables let nothing of a person be written over before; payments, books
// and seals stay as they are, about somebody who left.
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Groups } from '../../chat/index.js';
import { erasures, Identity, Notices } from '../../identity/index.js';
import { Cards, Sweeper } from '../../payments/index.js';
import { rows, Transactor, type Tx } from '../../shared/database.js';
import { Vault } from '../../shared/vault.js';
import { obstacleOf } from './obstacles.js';

const EVERY_SECONDS = 60;
const AT_ONCE = 20;

@Injectable()
export class EraseParts {
  constructor(
    readonly identity: Identity,
    readonly notices: Notices,
    readonly groups: Groups,
    readonly cards: Cards,
    readonly vault: Vault,
  ) {}
}

@Injectable()
export class ErasePeople implements OnModuleInit {
  private readonly log = new Logger(ErasePeople.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly sweeper: Sweeper,
    private readonly parts: EraseParts,
  ) {}

  onModuleInit(): void {
    this.sweeper.add('erasing people', () => this.eraseDue(), EVERY_SECONDS);
  }

  /** Erases whoever has waited long enough. One who cannot be erased does not keep the others. */
  async eraseDue(): Promise<void> {
    for (const personId of await erasures.due(this.transactor.reader, AT_ONCE)) {
      try {
        await this.erase(personId);
      } catch (error) {
        this.log.error(`${personId} could not be erased; trying again`, error);
      }
    }
  }

  private async erase(personId: string): Promise<void> {
    const erased = await this.transactor.run(async (tx) => {
      if (!(await erasures.lockDue(tx, personId))) return false;
      if ((await obstacleOf(tx, personId)) !== undefined) {
        // Money or a question came in meanwhile, and is theirs to deal with first.
        await erasures.callOff(tx, personId);
        await this.parts.notices.give(tx, [{ personId, kind: 'erasure_stopped' }]);
        return false;
      }
      await this.leaveGroups(tx, personId);
      await this.parts.cards.letGo(tx, personId);
      await this.parts.vault.destroy(tx, personId);
      await tx.query('SELECT chat.erase_person($1)', [personId]);
      await tx.query('SELECT payments.erase_person($1)', [personId]);
      await tx.query('SELECT payments.erase_schedules($1)', [personId]);
      await tx.query('SELECT payments.erase_contests($1)', [personId]);
      await tx.query('SELECT payments.erase_settings($1)', [personId]);
      await tx.query('SELECT payments.erase_splits($1)', [personId]);
      await tx.query('SELECT payments.erase_gifts($1)', [personId]);
      await tx.query('SELECT notifications.erase_person($1)', [personId]);
      await tx.query('SELECT identity.erase_person($1)', [personId]);
      return true;
    });
    if (!erased) return;
    this.parts.identity.forget(personId);
    this.log.log(`${personId} was erased`);
  }

  private async leaveGroups(tx: Tx, personId: string): Promise<void> {
    const groups = await rows<{ id: string }>(
      tx,
      `SELECT t.id FROM chat.participants p JOIN chat.threads t ON t.id = p.thread_id
        WHERE p.person_id = $1 AND t.kind = 'group' ORDER BY t.id`,
      [personId],
    );
    for (const { id } of groups) await this.parts.groups.leave(tx, personId, id);
  }
}
