import { Identity1764000002000 } from './1764000002000-identity.js';
import { Proofs1764000012000 } from './1764000012000-proofs.js';
import { HostUsers1764000014000 } from './1764000014000-host-users.js';

export const IDENTITY_MIGRATIONS = [
  Identity1764000002000,
  Proofs1764000012000,
  HostUsers1764000014000,
];
