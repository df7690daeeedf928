// Links to the hosted onboarding page. One opens the page once; a second visit, or one after five
// minutes, is sent to `refresh_url`, where the platform makes a new link, as with Stripe.
import type Stripe from 'stripe';
import { invalidRequest } from '../core/errors.js';
import { randomText } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { group, oneOf, required, text, type Values } from '../http/fields.js';
import { route, type Call } from '../http/route.js';
import { common } from '../resources/common.js';
import { pathAccount } from './accounts.js';

/** How long a link may be opened, in seconds. */
const LINK_LIFE = 300;

const fields = {
  ...common,
  account: required(text(255)),
  collect: oneOf('currently_due', 'eventually_due'),
  collection_options: group({
    fields: oneOf('currently_due', 'eventually_due'),
    future_requirements: oneOf('include', 'omit'),
  }),
  refresh_url: required(text()),
  return_url: required(text()),
  type: required(oneOf('account_onboarding', 'account_update')),
};

function webAddress(value: string, param: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url !== null && /^https?:$/.test(url.protocol)) return url.href;
  throw invalidRequest('Not a valid URL', { code: 'url_invalid', param });
}

/** Refuses links that Stripe does not make for this kind of account. */
function refuseKind(account: Stripe.Account, type: string): void {
  if (account.type === 'standard' && type === 'account_update') {
    throw invalidRequest(
      'You cannot create `account_update` type Account Links for this account.',
      { param: 'type' },
    );
  }
}

function create({ work, values, settings }: Call<Values<typeof fields>>): Stripe.AccountLink {
  const account = pathAccount(work, values.account);
  refuseKind(account, values.type);
  const id = randomText(24);
  const expiresAt = work.now() + LINK_LIFE;
  keep(work, {
    id,
    account: account.id,
    type: values.type,
    returnUrl: webAddress(values.return_url, 'return_url'),
    refreshUrl: webAddress(values.refresh_url, 'refresh_url'),
    expiresAt,
    used: false,
    session: null,
  });
  const origin = `http://${settings.host}:${String(settings.port)}`;
  const url = `${origin}/_connect/setup/${id}`;
  return { object: 'account_link', created: work.now(), expires_at: expiresAt, url };
}

function keep(work: Work, link: Parameters<typeof work.put<'onboarding_link'>>[1]): void {
  work.platform().put('onboarding_link', link);
}

export const accountLinkRoutes = [
  route({
    method: 'POST',
    path: '/v1/account_links',
    returns: 'account_link',
    fields,
    handle: create,
  }),
];
