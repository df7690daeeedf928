// What the platform says no with.
import { refusals } from '../shared/refusal.js';

export const refuse = refusals({
  api_key_refused: { kind: 'unauthorized', title: 'That API key is not accepted.' },
  api_key_scope_missing: { kind: 'forbidden', title: 'That API key may not do this.' },
  api_key_unknown: { kind: 'missing', title: 'There is no such API key.' },
  api_key_over: { kind: 'conflict', title: 'That API key is revoked or has run out.' },
  api_key_end_malformed: {
    kind: 'invalid',
    title: 'A key ends after now, and within two years.',
  },
  host_app_unknown: { kind: 'missing', title: 'There is no such host.' },
  host_name_taken: { kind: 'conflict', title: 'There is a host of that name already.' },
  host_payment_unknown: { kind: 'missing', title: 'There is no such payment.' },
  webhook_unknown: { kind: 'missing', title: 'There is no such webhook endpoint.' },
  webhook_delivery_unknown: { kind: 'missing', title: 'There is no such delivery.' },
  webhook_too_many: { kind: 'conflict', title: 'A host has at most sixteen webhook endpoints.' },
  webhook_url_refused: {
    kind: 'invalid',
    title: 'Webhooks go to an https address that everybody on the internet can reach.',
  },
});
