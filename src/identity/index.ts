export { PersonRow, SessionRow } from './identity.entities.js';
export { IdentityModule } from './identity.module.js';
export { Identity } from './identity.js';
export { Identity1764000002000 } from './migrations/1764000002000-identity.js';
export { signIns } from './sign-ins.js';
