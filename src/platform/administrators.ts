// Who administers hosts, their keys and their webhooks: the administrator, and finance in a deployment
// that knows no such role.
export const ADMINISTRATORS = ['admin', 'finance'] as const;
