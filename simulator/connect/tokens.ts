// Tokens for bank accounts and debit cards, to be used once as an external account. A card's number
// comes with the publishable key only, as from a browser, and is not kept.
import type Stripe from 'stripe';
import { invalidRequest, notFound } from '../core/errors.js';
import { newId } from '../core/ids.js';
import { group, integer, required, text, type Values } from '../http/fields.js';
import { route, type Call } from '../http/route.js';
import { common } from '../resources/common.js';
import { bankOf, PAYOUT_CARDS } from './banks.js';
import {
  bankFields,
  buildBank,
  buildPayoutCard,
  keepBehaviour,
} from './external-account-builder.js';

const fields = {
  ...common,
  bank_account: group(bankFields),
  card: group({
    number: required(text(32)),
    exp_month: required(integer({ min: 1, max: 12 })),
    exp_year: required(integer({ min: 0, max: 2100 })),
    currency: text(3),
    cvc: text(4),
    name: text(255),
  }),
};

function tokenWith(work: Call<unknown>['work'], prefix: string): Omit<Stripe.Token, 'type'> {
  return {
    id: newId(prefix),
    object: 'token',
    client_ip: null,
    created: work.now(),
    livemode: false,
    used: false,
  };
}

function create({ work, values, key }: Call<Values<typeof fields>>): Stripe.Token {
  const { bank_account: bank, card } = values;
  if ((bank === undefined) === (card === undefined)) {
    throw invalidRequest(
      'You must supply either a card, customer, PII data, bank account, or account legal entity to create a token.',
    );
  }
  if (bank !== undefined) {
    const found = bankOf(bank, 'bank_account');
    const token = {
      ...tokenWith(work, 'btok'),
      type: 'bank_account',
      bank_account: buildBank(found, bank),
    };
    keepBehaviour(work, token.id, found.behaviour);
    work.put('token', token);
    return token;
  }
  if (key === 'secret') {
    throw invalidRequest(
      'Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that map to the test card you are using, see https://stripe.com/docs/testing.',
      { status: 402 },
    );
  }
  const found = PAYOUT_CARDS.find((each) => each.number === card?.number.replaceAll(/\s/g, ''));
  if (found === undefined) {
    throw invalidRequest(
      'Your card was declined. Only the debit cards for testing payouts are known here.',
      {
        code: 'card_declined',
        param: 'card[number]',
        status: 402,
      },
    );
  }
  const made = { ...buildPayoutCard(found), name: card?.name ?? null };
  const token = { ...tokenWith(work, 'tok'), type: 'card', card: made };
  keepBehaviour(work, token.id, found.behaviour);
  work.put('token', token);
  return token;
}

export const tokenRoutes = [
  route({
    method: 'POST',
    path: '/v1/tokens',
    access: 'publishable',
    returns: 'token',
    fields,
    handle: create,
  }),
  route({
    method: 'GET',
    path: '/v1/tokens/:id',
    returns: 'token',
    fields: common,
    handle({ work, id }) {
      const token = work.get('token', id);
      if (token === undefined) throw notFound('token', id);
      return token;
    },
  }),
];
