// What notifications say no with.
import { refusals } from '../shared/refusal.js';

export const refuse = refusals({
  notification_unknown: { kind: 'missing', title: 'There is no such notification.' },
  notification_switch_fixed: { kind: 'refused', title: 'That cannot be switched.' },
});
