export { HostUsers, type HostUser } from './host/host-users.js';
export {
  type BegunConfirmation,
  Confirmations,
  type ConfirmationUse,
  type Proof,
} from './confirmations.js';
export type { ConfirmationMethod } from './contract.js';
export { coolingOff } from './cooling-off.js';
export { PersonRow, SessionRow } from './identity.entities.js';
export { IdentityModule } from './identity.module.js';
export { Identity } from './identity.js';
export { IDENTITY_MIGRATIONS } from './migrations/index.js';
export { signIns } from './sign-ins.js';
export type { SessionView } from './contract.js';
export { StepUp } from './step-up.js';
