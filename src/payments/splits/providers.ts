// What makes, shows and changes bills.
import { SplitCards } from '../requests/split-cards.js';
import { AskShares } from './ask-shares.js';
import { ChangeSplit } from './change-split.js';
import { MoreRounds } from './more-rounds.js';
import { ShowSplits } from './show-splits.js';
import { SplitBill } from './split-bill.js';
import { SplitDesk } from './split-desk.js';

export const SPLITS = [
  ShowSplits,
  { provide: SplitCards, useExisting: ShowSplits },
  AskShares,
  SplitBill,
  MoreRounds,
  ChangeSplit,
  SplitDesk,
];
