// How the application is connected. It acts as tenner_app whatever it logged in as, so it can write entries
// and lines but never change them. A statement that waits longer than this is better answered with "try
// again". Those that need no answer of each other are sent together, and run in their order.

const SETTINGS = [
  'role=tenner_app',
  'lock_timeout=5s',
  'statement_timeout=15s',
  'default_transaction_isolation=read\\ committed',
];

/** Options of the driver's pool. */
export const AS_APPLICATION = {
  options: SETTINGS.map((setting) => `-c ${setting}`).join(' '),
  query_timeout: 20_000,
  connectionTimeoutMillis: 5000,
  pipeline: true,
};
