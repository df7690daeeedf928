// The migrations of identity; see those of the ledger for when they run.
import { Identity1764000002000 } from './1764000002000-identity.js';
import { Proofs1764000012000 } from './1764000012000-proofs.js';
import { Tiers1764000013000 } from './1764000013000-tiers.js';
import { HostUsers1764000014000 } from './1764000014000-host-users.js';
import { Accounts1764000014400 } from './1764000014400-accounts.js';
import { Staff1764000014500 } from './1764000014500-staff.js';
import { Erasures1764000016500 } from './1764000016500-erasures.js';
import { PeopleStay1764000017500 } from './1764000017500-people-stay.js';

export const IDENTITY_MIGRATIONS = [
  Identity1764000002000,
  Proofs1764000012000,
  Tiers1764000013000,
  HostUsers1764000014000,
  Accounts1764000014400,
  Staff1764000014500,
  Erasures1764000016500,
  PeopleStay1764000017500,
];
