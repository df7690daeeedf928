// The bank accounts and debit cards of an account: create, retrieve, update, list, delete. The same
// endpoints serve the platform's own, under its own id.
import type Stripe from 'stripe';
import { notFound } from '../core/errors.js';
import { PLATFORM } from '../core/journal.js';
import type { Work } from '../core/work.js';
import { boolean, emptyable, metadata, oneOf, required, text } from '../http/fields.js';
import { pageFields, pageOf } from '../http/lists.js';
import { route, type Call } from '../http/route.js';
import { common, mergeMetadata } from '../resources/common.js';
import { externalsOf } from './account-builder.js';
import { addExternal, removeExternal, settle, type Owner } from './account-store.js';
import { pathAccount } from './accounts.js';
import { externalAccountField } from './external-account-builder.js';

function ownerOf({ work, id, settings }: Call<unknown>): Owner {
  if (id === settings.accountId && work.isPlatform) return { id, scope: PLATFORM, currency: 'eur' };
  const account = pathAccount(work, id);
  return { id, scope: id, currency: account.default_currency ?? 'usd' };
}

function externalOf(call: Call<unknown>, owner: Owner): Stripe.ExternalAccount {
  const found = call.work.inAccount(owner.scope).get('external_account', call.sub);
  if (found === undefined) throw notFound('external account', call.sub);
  return found;
}

/** What a new, changed or removed external account changes about its account. */
function settled(work: Work, owner: Owner): void {
  if (owner.scope !== PLATFORM) settle(work, pathAccount(work, owner.id));
}

const PATH = '/v1/accounts/:id/external_accounts';

export const externalAccountRoutes = [
  route({
    method: 'POST',
    path: PATH,
    returns: 'external_account',
    fields: {
      ...common,
      external_account: required(externalAccountField),
      default_for_currency: boolean(),
      metadata: metadata(),
    },
    handle(call) {
      const { work, values } = call;
      const owner = ownerOf(call);
      const isDefault = values.default_for_currency === true;
      const made = addExternal(work, owner, values.external_account, isDefault);
      const external = { ...made, metadata: { ...made.metadata, ...values.metadata } };
      work.inAccount(owner.scope).put('external_account', external);
      settled(work, owner);
      return external;
    },
  }),
  route({
    method: 'GET',
    path: PATH,
    returns: { list: 'external_account' },
    fields: { ...common, ...pageFields, object: oneOf('bank_account', 'card') },
    handle(call) {
      const owner = ownerOf(call);
      const found = externalsOf(call.work, owner.scope).filter(
        (each) => (call.values.object ?? each.object) === each.object,
      );
      const url = `/v1/accounts/${owner.id}/external_accounts`;
      return pageOf(found, call.values, url, 'external account');
    },
  }),
  route({
    method: 'GET',
    path: `${PATH}/:sub`,
    returns: 'external_account',
    fields: common,
    handle: (call) => externalOf(call, ownerOf(call)),
  }),
  route({
    method: 'POST',
    path: `${PATH}/:sub`,
    returns: 'external_account',
    fields: {
      ...common,
      account_holder_name: text(255),
      default_for_currency: boolean(),
      metadata: emptyable(metadata()),
    },
    handle(call) {
      const { work, values } = call;
      const owner = ownerOf(call);
      const own = work.inAccount(owner.scope);
      const before = externalOf(call, owner);
      const isDefault =
        values.default_for_currency === true || before.default_for_currency === true;
      for (const each of externalsOf(work, owner.scope)) {
        if (!isDefault || each.id === before.id || each.currency !== before.currency) continue;
        own.put('external_account', { ...each, default_for_currency: false });
      }
      const changes = {
        default_for_currency: isDefault,
        metadata: mergeMetadata(before.metadata ?? {}, values.metadata),
      };
      const name = values.account_holder_name;
      const external: Stripe.ExternalAccount =
        before.object === 'card'
          ? { ...before, ...changes }
          : { ...before, ...changes, account_holder_name: name ?? before.account_holder_name };
      own.put('external_account', external);
      own.emit('account.external_account.updated', external);
      settled(work, owner);
      return external;
    },
  }),
  route({
    method: 'DELETE',
    path: `${PATH}/:sub`,
    returns: 'external_account',
    fields: common,
    handle(call) {
      const owner = ownerOf(call);
      const external = externalOf(call, owner);
      removeExternal(call.work, owner, external);
      settled(call.work, owner);
      const { id, object, currency } = external;
      return { id, object, currency, deleted: true };
    },
  }),
];
