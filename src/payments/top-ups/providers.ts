// What makes top-ups and follows their charges.
import { ApplyTopUp, TopUpParts } from './apply-top-up.js';
import { AuthenticateTopUp, TopUpAuthenticationParts } from './authenticate-top-up.js';
import { ChargedRecords } from './charged.js';
import { MakeTopUp, MakeTopUpParts } from './make-top-up.js';
import { TopUpCalls } from './top-up-calls.js';
import { TopUpRecords } from './top-up-records.js';
import { TopUps } from './top-ups.js';

export const TOP_UPS = [
  TopUpRecords,
  ChargedRecords,
  TopUpParts,
  ApplyTopUp,
  TopUpCalls,
  TopUps,
  MakeTopUpParts,
  MakeTopUp,
  TopUpAuthenticationParts,
  AuthenticateTopUp,
];
