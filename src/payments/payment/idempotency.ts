// The keys of payments and reviews: one table for both, kept in the way every room keeps its own.
import { IdempotencyKeys } from '../../shared/idempotency.js';

export const KEYS = new IdempotencyKeys('payments.idempotency_keys');
