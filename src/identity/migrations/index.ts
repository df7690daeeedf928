import { Identity1764000002000 } from './1764000002000-identity.js';
import { Proofs1764000012000 } from './1764000012000-proofs.js';
import { Accounts1764000012100 } from './1764000012100-accounts.js';
import { Staff1764000012200 } from './1764000012200-staff.js';

export const IDENTITY_MIGRATIONS = [
  Identity1764000002000,
  Proofs1764000012000,
  Accounts1764000012100,
  Staff1764000012200,
];
