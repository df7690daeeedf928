// The card of a bill, made again whenever a share of it changes. Two shares may be paid at once: under the
// bill's lock the second sees what the first has become, so that no card ever forgets a payment.
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../shared/database.js';
import type { MoneyCard } from '../../shared/money-threads.js';
import { SplitCards } from '../requests/split-cards.js';
import { lockSplits } from './split-store.js';
import { toSplitCard } from './split.view.js';

@Injectable()
export class ShowSplits extends SplitCards {
  async lockAndShow(tx: Tx, splitIds: readonly string[]): Promise<MoneyCard[]> {
    return (await lockSplits(tx, splitIds)).map(toSplitCard);
  }
}
