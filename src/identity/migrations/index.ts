import { Identity1764000002000 } from './1764000002000-identity.js';
import { HostUsers1764000014000 } from './1764000014000-host-users.js';

export const IDENTITY_MIGRATIONS = [Identity1764000002000, HostUsers1764000014000];
