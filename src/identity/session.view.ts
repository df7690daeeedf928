// Who is signed in, as they themselves see it.
import type { Role, SessionView } from './contract.js';
import type { PersonRow } from './identity.entities.js';

export const toSessionView = ({ id, handle, name, roles }: PersonRow): SessionView => ({
  person: { id, handle, name, roles: roles as Role[] },
});
