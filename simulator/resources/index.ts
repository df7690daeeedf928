// Every endpoint of the simulator. A new resource is a new file beside this one and a line here.
import { accountRoutes } from '../connect/accounts.js';
import { accountLinkRoutes } from '../connect/account-links.js';
import { externalAccountRoutes } from '../connect/external-accounts.js';
import { tokenRoutes } from '../connect/tokens.js';
import type { Route } from '../http/route.js';
import { authenticationRoutes } from './authentication.js';
import { balanceRoutes } from './balance.js';
import { chargeRoutes } from './charges.js';
import { customerRoutes } from './customers.js';
import { disputeRoutes } from './disputes.js';
import { earlyFraudWarningRoutes } from './early-fraud-warnings.js';
import { eventRoutes } from './events.js';
import { paymentIntentRoutes } from './payment-intents.js';
import { paymentMethodRoutes } from './payment-methods.js';
import { refundRoutes } from './refunds.js';
import { reviewRoutes } from './reviews.js';
import { payoutRoutes } from './payouts.js';
import { setupIntentRoutes } from './setup-intents.js';
import { topupRoutes } from './topups.js';
import { transferReversalRoutes } from './transfer-reversals.js';
import { transferRoutes } from './transfers.js';

export const ROUTES: readonly Route[] = [
  ...customerRoutes,
  ...paymentMethodRoutes,
  ...setupIntentRoutes,
  ...paymentIntentRoutes,
  ...authenticationRoutes,
  ...chargeRoutes,
  ...refundRoutes,
  ...disputeRoutes,
  ...earlyFraudWarningRoutes,
  ...reviewRoutes,
  ...balanceRoutes,
  ...eventRoutes,
  ...accountRoutes,
  ...accountLinkRoutes,
  ...externalAccountRoutes,
  ...tokenRoutes,
  ...transferRoutes,
  ...transferReversalRoutes,
  ...payoutRoutes,
  ...topupRoutes,
];
