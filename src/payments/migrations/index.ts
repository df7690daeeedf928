// The migrations of payments; see those of the ledger for when they run.
import { Payments1764000005000 } from './1764000005000-payments.js';
import { Processor1764000009000 } from './1764000009000-processor.js';
import { Limits1764000013100 } from './1764000013100-limits.js';
import { Records1764000013300 } from './1764000013300-records.js';
import { Asking1764000013400 } from './1764000013400-asking.js';
import { TrustedContacts1764000013500 } from './1764000013500-trusted-contacts.js';
import { OwnThreads1764000014100 } from './1764000014100-own-threads.js';
import { Requests1764000015000 } from './conversation/1764000015000-requests.js';
import { RequestEndings1764000016100 } from './conversation/1764000016100-request-endings.js';
import { PaymentErasure1764000016700 } from './1764000016700-erasure.js';
import {
  Exchange1764000017450,
  TopUps1764000017400,
} from './conversation/1764000017400-money-in.js';
import { BalanceFirst1764000017460 } from './conversation/1764000017460-balance-first.js';
import { WaitingStates1764000017000 } from './conversation/1764000017000-waiting-states.js';
import { Waits1764000017010 } from './conversation/1764000017010-waits.js';
import { Splits1764000017100 } from './conversation/1764000017100-splits.js';
import { Schedules1764000017300 } from './conversation/1764000017300-schedules.js';
import { KnownParties1764000017520 } from './conversation/1764000017520-known-parties.js';
import { Between1764000017700 } from './conversation/1764000017700-between.js';
import { Returns1764000017200 } from './conversation/1764000017200-returns.js';
import { Gifts1764000017600 } from './conversation/1764000017600-gifts.js';

export const PAYMENT_MIGRATIONS = [
  Payments1764000005000,
  Processor1764000009000,
  Limits1764000013100,
  Records1764000013300,
  Asking1764000013400,
  TrustedContacts1764000013500,
  OwnThreads1764000014100,
  Requests1764000015000,
  RequestEndings1764000016100,
  PaymentErasure1764000016700,
  TopUps1764000017400,
  Exchange1764000017450,
  WaitingStates1764000017000,
  Waits1764000017010,
  Splits1764000017100,
  Schedules1764000017300,
  Returns1764000017200,
  BalanceFirst1764000017460,
  KnownParties1764000017520,
  Gifts1764000017600,
  Between1764000017700,
];
