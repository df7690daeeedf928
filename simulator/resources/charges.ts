// Charges, read only: they come into being by confirming a PaymentIntent and nowhere else.
import { notFound } from '../core/errors.js';
import { text, timeRange } from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route } from '../http/route.js';
import { common } from './common.js';

export const chargeRoutes = [
  route({
    method: 'GET',
    path: '/v1/charges',
    returns: { list: 'charge' },
    fields: {
      ...common,
      ...pageFields,
      created: timeRange(),
      customer: text(255),
      payment_intent: text(255),
      transfer_group: text(255),
    },
    handle({ work, values }) {
      const found = [...work.store.all('charge')].filter(
        (each) =>
          within(each.created, values.created) &&
          (values.customer ?? each.customer) === each.customer &&
          (values.payment_intent ?? each.payment_intent) === each.payment_intent &&
          (values.transfer_group ?? each.transfer_group) === each.transfer_group,
      );
      return pageOf(found, values, '/v1/charges', 'charge');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/charges/:id',
    returns: 'charge',
    fields: common,
    handle({ work, id }) {
      const charge = work.get('charge', id);
      if (charge === undefined) throw notFound('charge', id);
      return charge;
    },
  }),
];
