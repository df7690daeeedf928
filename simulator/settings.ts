// What a simulator can be told, with its defaults, and how the environment of the process maps to
// it. Tests pass options directly; main.ts passes what the environment says.

export interface SimulatorOptions {
  port?: number;
  host?: string;
  /** The journal file; null keeps everything in memory. */
  data?: string | null;
  secretKey?: string;
  publishableKey?: string;
  /** Where events are delivered; null delivers none. */
  webhookUrl?: string | null;
  webhookSecret?: string;
  /** Where events of connected accounts go; null for the platform's own endpoint. */
  connectWebhookUrl?: string | null;
  /** The secret of that endpoint; null for the platform's own. */
  connectWebhookSecret?: string | null;
  /** The platform's own account. */
  accountId?: string;
  /** Whether calls are counted and refused as in a sandbox of Stripe's. */
  rateLimit?: boolean;
  /** Origins whose pages may call the API from a browser and embed the card fields. */
  webOrigins?: readonly string[];
  /** The first wait before a failed delivery is repeated, in milliseconds; it doubles each time. */
  webhookBackoffMs?: number;
}

export type Settings = Readonly<Required<SimulatorOptions>>;

export function withDefaults(options: SimulatorOptions): Settings {
  return {
    port: 12111,
    host: 'localhost',
    data: null,
    secretKey: 'sk_test_simulator',
    publishableKey: 'pk_test_simulator',
    webhookUrl: null,
    webhookSecret: 'whsec_simulator',
    connectWebhookUrl: null,
    connectWebhookSecret: null,
    accountId: 'acct_simulator',
    rateLimit: false,
    webOrigins: ['http://localhost:3000'],
    webhookBackoffMs: 500,
    ...options,
  };
}

/** Options from environment variables. Throws a readable error for a port that is none. */
export function optionsFromEnvironment(env: NodeJS.ProcessEnv): SimulatorOptions {
  const port = Number(env['SIMULATOR_PORT'] ?? '12111');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`SIMULATOR_PORT must be a port number, not '${env['SIMULATOR_PORT'] ?? ''}'`);
  }
  const origins = env['SIMULATOR_WEB_ORIGIN'] ?? 'http://localhost:3000';
  return {
    port,
    host: env['SIMULATOR_HOST'] ?? 'localhost',
    data: env['SIMULATOR_DATA'] ?? null,
    secretKey: env['SIMULATOR_SECRET_KEY'] ?? 'sk_test_simulator',
    publishableKey: env['SIMULATOR_PUBLISHABLE_KEY'] ?? 'pk_test_simulator',
    webhookUrl: env['SIMULATOR_WEBHOOK_URL'] ?? null,
    webhookSecret: env['SIMULATOR_WEBHOOK_SECRET'] ?? 'whsec_simulator',
    connectWebhookUrl: env['SIMULATOR_CONNECT_WEBHOOK_URL'] ?? null,
    connectWebhookSecret: env['SIMULATOR_CONNECT_WEBHOOK_SECRET'] ?? null,
    rateLimit: env['SIMULATOR_RATE_LIMIT'] === 'on',
    webOrigins: origins.split(',').map((origin) => new URL(origin.trim()).origin),
  };
}
