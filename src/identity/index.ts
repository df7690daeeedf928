export { HostUsers, type HostUser } from './host/host-users.js';
export {
  type BegunConfirmation,
  Confirmations,
  type ConfirmationUse,
  type Proof,
} from './confirmations/confirmations.js';
export { emailVerified } from './accounts/account-store.js';
export type { ConfirmationMethod, SessionView } from './contract.js';
export { coolingOff } from './cooling-off.js';
export { StepUp } from './holder.js';
export { PersonRow } from './identity.entities.js';
export { IdentityModule } from './identity.module.js';
export { Identity } from './identity.js';
export { IDENTITY_MIGRATIONS } from './migrations/index.js';
export { Pins } from './pin/pins.js';
export { readyToConfirm } from './confirmations/ready-to-confirm.js';
export { memberSince, raiseTier, tierOf } from './tiers/tiers.js';
export { BOOK_READERS, FINANCE_ROLES, RISK_ROLES } from './roles.js';
export { SessionViews } from './sessions/session-views.js';
export { deviceFrom } from './sessions/cookies.js';
export { SignIn } from './sessions/sign-in.js';
export { signIns } from './sessions/sign-ins.js';
export { recordViews } from './staff/data-views.js';
