// The cards whose owner may be asked to authenticate. `authentication` says when the issuer insists;
// `threeDSecure` says what happens when it is tried, whether the issuer or the request asked for it.
import { card, type TestCard } from './row.js';

export const AUTHENTICATING_ROWS: readonly TestCard[] = [
  card('4000002500003155', 'authenticationRequiredOnSetup', {
    country: 'FR',
    authentication: 'unless_set_up',
  }),
  card('4000002760003184', 'authenticationRequired', { country: 'DE', authentication: 'always' }),
  card('4000003800000446', 'authenticationRequiredSetupForOffSession', {
    country: 'IT',
    authentication: 'on_session',
  }),
  card('4000008260003178', 'authenticationRequiredChargeDeclinedInsufficientFunds', {
    country: 'GB',
    authentication: 'always',
    charge: 'insufficient_funds',
  }),
  card('4000000000003220', 'threeDSecure2Required', { country: 'IE', authentication: 'always' }),
  card('4000008400000027', '', { authentication: 'always' }),
  card('4000008400001629', 'threeDSecureRequiredChargeDeclined', {
    authentication: 'always',
    charge: 'generic_decline',
    setup: 'generic_decline',
  }),
  card('4000008400001280', 'threeDSecureRequiredProcessingError', {
    authentication: 'always',
    threeDSecure: 'lookup_error',
    charge: 'generic_decline',
    setup: 'generic_decline',
  }),
  // Nobody insists here: these are asked only when the request asks for 3D Secure.
  card('4000000000003055', 'threeDSecureOptional', { threeDSecure: 'challenge' }),
  card('4000000000003097', 'threeDSecureOptionalProcessingError', {
    threeDSecure: 'lookup_error',
  }),
  card('4000000032200000', '', { threeDSecure: 'frictionless' }),
];
