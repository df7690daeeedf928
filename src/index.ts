// What a product that embeds this one imports. Nothing else is meant for it.
import 'reflect-metadata';

export {
  type OwnThreads,
  type PaymentsAsyncOptions,
  PaymentsModule,
  type PaymentsOptions,
} from './embedding.js';
export { preparePayments } from './http.js';
export { migrate } from './migrations.js';
export type { PaymentCard, PaymentView, SendMoneyBody } from './payments/index.js';
export { type HostUser, HostUsers, type SessionView } from './identity/index.js';
export { type Config, readConfig } from './shared/config.js';
export type { HostConfig, HostKeySource } from './shared/config-host.js';
export { type Database, rows, Transactor, type Tx } from './shared/database.js';
export {
  type Acquainted,
  type MoneyCard,
  MoneyThreads,
  type NewMoneyCard,
  type ThreadRoster,
} from './shared/money-threads.js';
