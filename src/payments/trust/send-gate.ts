// Prepares the gate of a flush: what is known of its payers, read once for all of them, and the
// confirmations of those payments that must have one, used up. Whether a payment must have one is
// found out here, under the lock, and never taken from whoever asks.
import { Inject, Injectable } from '@nestjs/common';
import { Confirmations, readyToConfirm } from '../../identity/index.js';
import { CONFIG, type Config } from '../../shared/config.js';
import type { Tx } from '../../shared/database.js';
import type { Payment } from '../payment/payment.js';
import type { OccurrenceKey } from '../payment/ports/scheduled-sender.js';
import { confirmReason, type Confirming, digestOf } from './confirming.js';
import { Gate, type Outgoing, pairOf } from './gate.js';
import { Mandates } from './mandates.js';
import { type Standings, standings } from './standing-store.js';

/** A payment about to be made, and the confirmation its payer sent along. */
export interface Wanted {
  readonly payment: Outgoing;
  readonly confirmationId: string | null;
  /** The occurrence of a schedule that it is made for; null for none. */
  readonly occurrence: OccurrenceKey | null;
}

@Injectable()
export class SendGate {
  constructor(
    @Inject(CONFIG) readonly config: Config,
    private readonly confirmations: Confirmations,
  ) {}

  /** The caller has locked the payers' accounts. */
  async prepare(tx: Tx, wanted: readonly Wanted[]): Promise<Gate> {
    const known = await standings(
      tx,
      wanted.map(({ payment }) => pairOf(payment)),
    );
    return new Gate(known, this.config, await this.confirm(tx, wanted, known));
  }

  /**
   * The gate for payments that go on after a wait: limits and settings as they are now. Their payers
   * confirmed them when they asked for them. The caller has locked the payers' accounts.
   */
  async again(tx: Tx, payments: readonly Payment[]): Promise<Gate> {
    return new Gate(await standings(tx, payments.map(pairOf)), this.config, new Map());
  }

  private async confirm(
    tx: Tx,
    wanted: readonly Wanted[],
    known: Standings,
  ): Promise<Map<string, Confirming>> {
    const bound = wanted.filter(({ payment }) => {
      const { paidBefore } = known.of(pairOf(payment));
      return confirmReason(this.config.confirm, payment.amount, paidBefore) !== null;
    });
    const covered = await this.covered(tx, bound);
    const given = bound.flatMap(({ payment, confirmationId }) =>
      confirmationId === null ? [] : [{ payment, id: confirmationId }],
    );
    const missing = bound.filter(
      ({ payment, confirmationId }) => confirmationId === null && !covered.has(payment.id),
    );
    const good = await this.confirmations.consume(
      tx,
      given.map(({ payment, id }) => ({
        id,
        personId: payment.payerId,
        digest: digestOf(payment),
      })),
    );
    const payers = missing.map(({ payment }) => payment.payerId);
    const ready = payers.length === 0 ? new Set() : await readyToConfirm(tx, payers);
    return new Map<string, Confirming>([
      ...[...covered].map((id) => [id, 'confirmed'] as const),
      ...given.map(
        ({ payment }, index) =>
          [payment.id, good[index] === true ? 'confirmed' : 'invalid'] as const,
      ),
      ...missing.map(
        ({ payment }) =>
          [payment.id, ready.has(payment.payerId) ? 'missing' : 'not_set_up'] as const,
      ),
    ]);
  }

  /** The payments that were confirmed when their schedule was made. */
  private async covered(tx: Tx, bound: readonly Wanted[]): Promise<Set<string>> {
    const scheduled = bound.flatMap(({ payment, occurrence }) =>
      occurrence === null ? [] : [{ payment, occurrence }],
    );
    const mandates = await Mandates.read(
      tx,
      scheduled.map(({ occurrence }) => occurrence),
    );
    return new Set(
      scheduled.flatMap(({ payment, occurrence }) =>
        mandates.covers(payment, occurrence) ? payment.id : [],
      ),
    );
  }
}
