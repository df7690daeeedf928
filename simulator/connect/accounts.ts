// Connected accounts (v1): create, retrieve, update, list, delete, reject, and their capabilities.
// The account of the path may be written as the platform's own id, or be left out (`/v1/account`),
// which is whoever the call acts for.
import type Stripe from 'stripe';
import { invalidRequest, notFound } from '../core/errors.js';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { boolean, oneOf, required, timeRange, type Values } from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route, type Call } from '../http/route.js';
import { balanceOf } from '../resources/balance-sums.js';
import { common, mergeMetadata } from '../resources/common.js';
import type { Settings } from '../settings.js';
import { capabilityOf } from './account-builder.js';
import {
  createFields,
  over,
  personFrom,
  settingsFrom,
  updateFields,
  type AccountParams,
} from './account-fields.js';
import { accountNamed, addExternal, factsOf, settle } from './account-store.js';
import { currencyOf } from './banks.js';
import { controllerOf, newAccount, newPerson } from './new-account.js';

/** The account after an update of everything but its external accounts. */
function merged(account: Stripe.Account, values: AccountParams): Stripe.Account {
  const { id, created = 0 } = account;
  const asked = Object.entries(values.capabilities ?? {});
  const names = new Set(Object.keys(account.capabilities ?? {}));
  for (const [name, capability] of asked) {
    if (capability?.requested === true) names.add(name);
    if (capability?.requested === false) names.delete(name);
  }
  const capabilities = Object.fromEntries([...names].map((name) => [name, 'inactive']));
  return {
    ...account,
    business_profile: over(
      account.business_profile ?? {},
      values.business_profile,
    ) as Stripe.Account.BusinessProfile,
    business_type: values.business_type ?? account.business_type ?? null,
    capabilities: { ...capabilities, ...pick(account.capabilities ?? {}, names) },
    email: values.email ?? account.email,
    individual: personFrom(account.individual ?? newPerson(id, created), values.individual),
    metadata: mergeMetadata(account.metadata ?? {}, values.metadata),
    settings: account.settings == null ? null : settingsFrom(account.settings, values.settings),
    tos_acceptance: over(account.tos_acceptance ?? {}, values.tos_acceptance),
  };
}

function pick(from: object, names: ReadonlySet<string>): object {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.has(name)));
}

/** Whether new details of the person ask for another look at them. */
function reconsidered(work: Work, id: string, values: AccountParams): ReturnType<typeof factsOf> {
  const facts = factsOf(work, id);
  const again = values.individual !== undefined && facts.identity === 'unmatched';
  return again ? { ...facts, identity: 'missing' } : facts;
}

function update(work: Work, before: Stripe.Account, values: AccountParams): Stripe.Account {
  const { external_account: external } = values;
  const currency = before.default_currency ?? 'usd';
  if (external !== undefined) {
    addExternal(work, { id: before.id, scope: before.id, currency }, external, true);
  }
  return settle(work, merged(before, values), reconsidered(work, before.id, values));
}

function create({ work, values }: Call<Values<typeof createFields>>): Stripe.Account {
  if (values.type !== undefined && values.controller !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: type, controller.', {
      param: 'type',
    });
  }
  const country = (values.country ?? 'US').toUpperCase();
  const currency = values.default_currency?.toLowerCase() ?? currencyOf(country);
  const id = newId('acct');
  const { type, controller } = controllerOf(values.type, values.controller);
  const account = newAccount(work, { id, country, currency, type, controller });
  return update(work, account, values);
}

function remove({ work, id }: Call<unknown>): Stripe.DeletedAccount {
  const account = pathAccount(work, id);
  const { available, pending } = balanceOf(work.inAccount(account.id));
  if ([...available, ...pending].some((each) => each.amount !== 0)) {
    throw invalidRequest(
      `This account cannot be deleted because it has a balance that is not zero.`,
      { code: 'account_invalid' },
    );
  }
  const deleted = { id, object: 'account' as const, deleted: true as const };
  work.platform().put('account', deleted);
  return deleted;
}

/** The account of the path; throws as for one the platform is not connected with. */
export function pathAccount(work: Work, id: string): Stripe.Account {
  const visible = work.isPlatform || work.account === id;
  const found = visible ? work.platform().get('account', id) : undefined;
  if (found !== undefined && found.deleted !== true) return found;
  throw invalidRequest(
    `The provided key 'sk_test_****' does not have access to account '${id}' (or that account does not exist). Application access may have been revoked.`,
    { status: 403, code: 'account_invalid' },
  );
}

/** The platform's own account, which needs nothing. */
function platformAccount(work: Work, settings: Settings): Stripe.Account {
  const platform = newAccount(work, {
    id: settings.accountId,
    country: 'DE',
    currency: 'eur',
    type: 'standard',
    controller: { type: 'account' },
  });
  return { ...platform, charges_enabled: true, details_submitted: true, payouts_enabled: true };
}

const capabilityNames = (account: Stripe.Account): string[] =>
  Object.keys(account.capabilities ?? {});

export const accountRoutes = [
  route({
    method: 'POST',
    path: '/v1/accounts',
    returns: 'account',
    fields: createFields,
    handle: create,
  }),
  route({
    method: 'GET',
    path: '/v1/accounts',
    returns: { list: 'account' },
    fields: { ...common, ...pageFields, created: timeRange() },
    handle({ work, values }) {
      const live = work
        .all('account')
        .filter((each): each is Stripe.Account => each.deleted !== true);
      const found = live.filter((each) => within(each.created ?? 0, values.created));
      return pageOf(found, values, '/v1/accounts', 'account');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/account',
    returns: 'account',
    fields: common,
    handle: ({ work, settings }) =>
      work.isPlatform ? platformAccount(work, settings) : accountNamed(work, work.account),
  }),
  route({
    method: 'GET',
    path: '/v1/accounts/:id',
    returns: 'account',
    fields: common,
    handle: ({ work, id, settings }) =>
      work.isPlatform && id === settings.accountId
        ? platformAccount(work, settings)
        : pathAccount(work, id),
  }),
  route({
    method: 'POST',
    path: '/v1/accounts/:id',
    returns: 'account',
    fields: updateFields,
    handle: ({ work, id, values }) => update(work, pathAccount(work, id), values),
  }),
  route({
    method: 'DELETE',
    path: '/v1/accounts/:id',
    returns: 'account',
    fields: common,
    handle: remove,
  }),
  route({
    method: 'POST',
    path: '/v1/accounts/:id/reject',
    returns: 'account',
    fields: { ...common, reason: required(oneOf('fraud', 'other', 'terms_of_service')) },
    handle({ work, id, values }) {
      const rejection = values.reason === 'fraud' ? 'rejected.fraud' : 'rejected.other';
      return settle(work, pathAccount(work, id), { ...factsOf(work, id), rejection });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/accounts/:id/capabilities',
    returns: 'capability',
    fields: common,
    handle({ work, id }) {
      const account = pathAccount(work, id);
      const data = capabilityNames(account).map((name) => capabilityOf(account, name));
      return { object: 'list', data, has_more: false, url: `/v1/accounts/${id}/capabilities` };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/accounts/:id/capabilities/:sub',
    returns: 'capability',
    fields: common,
    handle({ work, id, sub }) {
      const account = pathAccount(work, id);
      if (!capabilityNames(account).includes(sub)) throw notFound('capability', sub, 'capability');
      return capabilityOf(account, sub);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/accounts/:id/capabilities/:sub',
    returns: 'capability',
    fields: { ...common, requested: boolean() },
    handle({ work, id, sub, values }) {
      if (sub !== 'transfers' && sub !== 'card_payments') {
        throw notFound('capability', sub, 'capability');
      }
      const capabilities = { transfers: undefined, card_payments: undefined, [sub]: values };
      const none = Object.fromEntries(Object.keys(updateFields).map((name) => [name, undefined]));
      const change = { ...none, capabilities } as unknown as AccountParams;
      return capabilityOf(update(work, pathAccount(work, id), change), sub);
    },
  }),
];
