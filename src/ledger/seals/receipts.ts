// What can be given away and checked without us: a receipt that proves one entry, and the head that
// proves how far the books had come. Neither shows a balance of anybody.
import { Injectable } from '@nestjs/common';
import { type Database, Transactor } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import type { LedgerHeadView, PlaceView, ReceiptView } from '../contract.js';
import { refuseLedger } from '../refusals.js';
import { type HashedLine, privateHash } from './canonical.js';
import { inclusionPath, leafHash } from './merkle.js';
import { type Seal, toSealView } from './seal.js';
import { hashesBetween, newestSeal, sealOver, signingKeys } from './seal-store.js';
import { entryBy } from './stored-entries.js';
import { toEntryView, toLineView } from './views.js';

/** An entry's place with what the entry says. */
export interface Placed {
  readonly place: PlaceView;
  readonly lines: readonly HashedLine[];
  readonly occurredAt: Date;
}

@Injectable()
export class Receipts {
  constructor(private readonly transactor: Transactor) {}

  /** The receipt of one entry. Refuses `entry_unknown` and `receipt_not_sealed_yet`. */
  async receipt(by: { reference: string } | { id: string }): Promise<ReceiptView> {
    const { entry, position, ...sealed } = await this.sealed(by);
    return {
      format: 'tenner.receipt.v1',
      entry: { ...toEntryView(entry), lines: entry.lines.map(toLineView) },
      privateHash: privateHash(entry),
      position,
      ...sealed,
    };
  }

  /**
   * The place of one entry, for whoever may not see its accounts, and the lines of the entry for
   * whoever renders it. Refuses as `receipt` does.
   */
  async place(by: { reference: string }): Promise<Placed> {
    const { entry, ...sealed } = await this.sealed(by);
    const { lines, occurredAt } = entry;
    const entryHash = entry.hash.toString('hex');
    return { place: { format: 'tenner.place.v1', entryHash, ...sealed }, lines, occurredAt };
  }

  private async sealed(by: { reference: string } | { id: string }) {
    const { reader } = this.transactor;
    const entry =
      'id' in by
        ? await entryBy(reader, 'id', by.id)
        : await entryBy(reader, 'reference', by.reference);
    if (entry === undefined) throw refuseLedger('entry_unknown');
    const { position } = entry;
    if (position === null) throw refuseLedger('receipt_not_sealed_yet');
    const seal = present(await sealOver(reader, position), 'a position comes with its seal');
    const leaves = (await hashesBetween(reader, seal.firstPosition, seal.lastPosition)).map(
      (found) => leafHash(found.position, found.hash),
    );
    const path = inclusionPath(leaves, Number(position - seal.firstPosition));
    return {
      entry,
      position: Number(position),
      path: path.map((node) => node.toString('hex')),
      seal: toSealView(seal),
      publicKey: await keyOf(reader, seal),
    };
  }

  /** The newest seal with its key. Refuses `ledger_not_sealed_yet`. */
  async head(): Promise<LedgerHeadView> {
    const { reader } = this.transactor;
    const seal = await newestSeal(reader);
    if (seal === undefined) throw refuseLedger('ledger_not_sealed_yet');
    return {
      format: 'tenner.head.v1',
      seal: toSealView(seal),
      publicKey: await keyOf(reader, seal),
    };
  }
}

async function keyOf(db: Database, seal: Seal): Promise<string> {
  const key = (await signingKeys(db)).get(seal.keyId);
  return present(key, 'every key that signed is remembered').toString('base64');
}
