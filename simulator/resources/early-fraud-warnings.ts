// Radar's early fraud warnings: an issuer reports a charge as fraud without disputing it. A warning is
// actionable until the charge is disputed or fully refunded; it never moves money.
import type Stripe from 'stripe';
import { notFound } from '../core/errors.js';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { text, timeRange } from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route } from '../http/route.js';
import { common } from './common.js';
import { onDue } from './due.js';

function report(work: Work, chargeId: string): void {
  const charge = work.get('charge', chargeId);
  if (charge === undefined) return;
  const warning: Stripe.Radar.EarlyFraudWarning = {
    id: newId('issfr'),
    object: 'radar.early_fraud_warning',
    actionable: !charge.refunded && !charge.disputed,
    charge: charge.id,
    created: work.now(),
    fraud_type: 'made_with_stolen_card',
    livemode: false,
    ...(typeof charge.payment_intent === 'string' ? { payment_intent: charge.payment_intent } : {}),
  };
  work.put('radar.early_fraud_warning', warning);
  work.emit('radar.early_fraud_warning.created', warning);
}

onDue('report_fraud', report);

/** Makes the warnings about a charge that was disputed or refunded no longer actionable. */
export function settleWarnings(work: Work, chargeId: string): void {
  for (const each of work.all('radar.early_fraud_warning')) {
    if (each.charge !== chargeId || !each.actionable) continue;
    const settled = { ...each, actionable: false };
    work.put('radar.early_fraud_warning', settled);
    work.emit('radar.early_fraud_warning.updated', settled);
  }
}

const URL = '/v1/radar/early_fraud_warnings';

export const earlyFraudWarningRoutes = [
  route({
    method: 'GET',
    path: URL,
    returns: { list: 'radar.early_fraud_warning' },
    fields: {
      ...common,
      ...pageFields,
      charge: text(255),
      created: timeRange(),
      payment_intent: text(255),
    },
    handle({ work, values }) {
      const found = [...work.store.all('radar.early_fraud_warning')].filter(
        (each) =>
          within(each.created, values.created) &&
          (values.charge ?? each.charge) === each.charge &&
          (values.payment_intent ?? each.payment_intent) === each.payment_intent,
      );
      return pageOf(found, values, URL, 'early_fraud_warning');
    },
  }),
  route({
    method: 'GET',
    path: `${URL}/:id`,
    returns: 'radar.early_fraud_warning',
    fields: common,
    handle({ work, id }) {
      const warning = work.get('radar.early_fraud_warning', id);
      if (warning === undefined) throw notFound('early_fraud_warning', id, 'early_fraud_warning');
      return warning;
    },
  }),
];
