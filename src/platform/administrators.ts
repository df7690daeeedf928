// Who administers hosts, their keys and their webhooks.
export const ADMINISTRATORS = ['admin'] as const;
