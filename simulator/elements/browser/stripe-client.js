// `window.Stripe(publishableKey)`, as far as saving and paying with a card goes: last part of the
// stand-in for Stripe's script, after the elements and the authentication. Untouched @stripe/stripe-js and @stripe/react-stripe-js use it because
// it is there before they look. It runs in the page and sees ids and errors only.
/* global CardElement, Emitter, ORIGIN, authenticate, failedAuthentication, flatten, integrationError */

/** One group of elements; it has at most one card element. */
class Elements extends Emitter {
  card = null;

  constructor(key, options) {
    super();
    this.key = key;
    this.options = options ?? {};
  }

  create(type, options) {
    if (type !== 'payment' && type !== 'card') {
      throw integrationError(`The simulator has no ${type} Element; use the payment Element.`);
    }
    if (this.card !== null) {
      throw integrationError(`Can only create one Element of type ${type}.`);
    }
    this.card = new CardElement(this, type, options ?? {});
    return this.card;
  }

  getElement(type) {
    const wanted = typeof type === 'string' ? type : type?.__elementType;
    return this.card?.type === wanted ? this.card : null;
  }

  forget(element) {
    if (this.card === element) this.card = null;
  }

  update(options) {
    this.options = { ...this.options, ...options };
    if (options?.appearance && this.card?.frame) this.card.dress(options.appearance);
  }

  async fetchUpdates() {
    return {};
  }

  async submit() {
    if (this.card === null) throw integrationError('There is no mounted payment Element.');
    const { error } = await this.card.ask('submit');
    return error === undefined ? { selectedPaymentMethod: 'card' } : { error };
  }
}

class StripeClient {
  constructor(key) {
    this.key = key;
  }

  async call(method, path, values) {
    const form = new URLSearchParams(flatten(values));
    const url = method === 'GET' ? `${ORIGIN}${path}?${form}` : `${ORIGIN}${path}`;
    try {
      const response = await fetch(url, {
        method,
        headers: { authorization: `Bearer ${this.key}` },
        ...(method === 'GET' ? {} : { body: form }),
      });
      return await response.json();
    } catch {
      const message = 'We are experiencing issues connecting to our payments provider.';
      return { error: { type: 'api_connection_error', message } };
    }
  }

  elements(options) {
    return new Elements(this.key, options);
  }

  /** Confirms with a method that is already there, or with one made from the card fields. */
  async confirm(kind, options) {
    const { elements, confirmParams = {}, redirect = 'always' } = options;
    const clientSecret = options.clientSecret ?? elements?.options.clientSecret;
    if (!clientSecret) throw integrationError('A client secret is needed to confirm.');
    const { payment_method_data: data, return_url } = confirmParams;
    if (redirect === 'always' && !return_url) {
      throw integrationError('confirmParams.return_url is needed unless redirect is if_required.');
    }
    let method = confirmParams.payment_method;
    if (method === undefined) {
      const card = options.card ?? elements?.card;
      if (!card) throw integrationError('There is no mounted payment Element.');
      const made = await card.createPaymentMethod(data?.billing_details);
      if (made.error) return { error: made.error };
      method = made.paymentMethod.id;
    }
    const intent = await this.call('POST', `/v1/${kind}s/${idOf(clientSecret)}/confirm`, {
      client_secret: clientSecret,
      payment_method: method,
      return_url,
      use_stripe_sdk: true,
    });
    if (intent.error) return { error: intent.error };
    const result = await this.act(kind, intent, clientSecret);
    if (result.error || redirect !== 'always') return result;
    return leave(return_url, kind, clientSecret);
  }

  /** Lets the cardholder authenticate if the intent waits for it. */
  async act(kind, intent, clientSecret) {
    if (intent.status !== 'requires_action') return { [resultName(kind)]: intent };
    const answer = await authenticate(this.key, clientSecret);
    if (answer.error) return { error: answer.error };
    const error = failedAuthentication(kind, answer.intent);
    return error === null ? { [resultName(kind)]: answer.intent } : { error };
  }

  confirmSetup(options) {
    return this.confirm('setup_intent', options);
  }

  confirmPayment(options) {
    return this.confirm('payment_intent', options);
  }

  confirmCard(kind, clientSecret, data = {}) {
    const { card, billing_details } = data.payment_method ?? {};
    const method = typeof data.payment_method === 'string' ? data.payment_method : undefined;
    const payment_method_data = { billing_details };
    const confirmParams = { payment_method: method, payment_method_data };
    return this.confirm(kind, { clientSecret, card, confirmParams, redirect: 'if_required' });
  }

  confirmCardPayment(clientSecret, data) {
    return this.confirmCard('payment_intent', clientSecret, data);
  }

  confirmCardSetup(clientSecret, data) {
    return this.confirmCard('setup_intent', clientSecret, data);
  }

  async createPaymentMethod(options) {
    const card = options.elements?.card ?? options.card;
    if (!(card instanceof CardElement)) {
      throw integrationError('createPaymentMethod needs elements, or a card Element.');
    }
    return card.createPaymentMethod(options.params?.billing_details ?? options.billing_details);
  }

  async retrieve(kind, clientSecret) {
    const path = `/v1/${kind}s/${idOf(clientSecret)}`;
    const intent = await this.call('GET', path, { client_secret: clientSecret });
    return intent.error ? { error: intent.error } : { [resultName(kind)]: intent };
  }

  retrieveSetupIntent(clientSecret) {
    return this.retrieve('setup_intent', clientSecret);
  }

  retrievePaymentIntent(clientSecret) {
    return this.retrieve('payment_intent', clientSecret);
  }

  /** An intent that waits for nothing is given back as it is. */
  async handleNextAction({ clientSecret } = {}) {
    if (!clientSecret) throw integrationError('A client secret is needed for the next action.');
    const kind = idOf(clientSecret).startsWith('seti_') ? 'setup_intent' : 'payment_intent';
    const found = await this.retrieve(kind, clientSecret);
    return found.error ? found : this.act(kind, found[resultName(kind)], clientSecret);
  }

  /** Insists that a payment waits for its card's owner. */
  async handleCardAction(clientSecret) {
    const found = await this.retrievePaymentIntent(clientSecret);
    if (found.error || found.paymentIntent.status === 'requires_action') {
      return found.error ? found : this.act('payment_intent', found.paymentIntent, clientSecret);
    }
    const message =
      'handleCardAction: The PaymentIntent supplied is not in the requires_action state.';
    const code = 'payment_intent_unexpected_state';
    return { error: { type: 'invalid_request_error', code, message } };
  }

  async createToken() {
    const message = 'The simulator makes payment methods, not tokens.';
    return { error: { type: 'invalid_request_error', message } };
  }

  _registerWrapper() {}

  registerAppInfo() {}
}

const idOf = (clientSecret) => String(clientSecret).split('_secret_')[0];
const resultName = (kind) => (kind === 'setup_intent' ? 'setupIntent' : 'paymentIntent');

/** Goes to the return address as Stripe would; the promise stays open while the page leaves. */
function leave(returnUrl, kind, clientSecret) {
  const url = new URL(returnUrl, location.href);
  url.searchParams.set(kind, idOf(clientSecret));
  url.searchParams.set(`${kind}_client_secret`, clientSecret);
  url.searchParams.set('redirect_status', 'succeeded');
  location.assign(url);
  return new Promise(() => {});
}

window.Stripe = (publishableKey) => {
  if (!/^pk_test_/.test(publishableKey)) {
    throw integrationError('The simulator takes a publishable key that begins with pk_test_.');
  }
  return new StripeClient(publishableKey);
};
// The release @stripe/stripe-js 10 was made for, so that it has nothing to warn about.
window.Stripe.version = 'endive';
