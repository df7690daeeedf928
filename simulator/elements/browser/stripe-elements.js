// The card fields as the page around them sees them: a frame of the simulator's own origin, and the
// conversation with it. First part of the stand-in for Stripe's script; the parts are served joined,
// inside one function, so nothing here becomes a global. Card data never comes out of the frame.
/* exported CardElement, backdropOf, flatten, integrationError */

const ORIGIN = new URL(document.currentScript.src).origin;
const ANSWER_WITHIN_MS = 30_000;

function integrationError(message) {
  const error = new Error(message);
  error.name = 'IntegrationError';
  return error;
}

/** `{a: {b: 'x'}}` becomes `[['a[b]', 'x']]`; nothing is sent for what is undefined or null. */
function flatten(value, name = '') {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) =>
    flatten(inner, name === '' ? key : `${name}[${key}]`),
  );
}

/** The opaque colour behind a node, so that the frame's text has the contrast it was made for. */
function backdropOf(node) {
  for (let at = node; at !== null; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour.startsWith('rgb(')) return colour;
  }
  return 'transparent';
}

class Emitter {
  listeners = new Map();

  on(type, listener) {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
    return this;
  }

  once(type, listener) {
    const wrapper = (payload) => {
      this.off(type, wrapper);
      listener(payload);
    };
    return this.on(type, wrapper);
  }

  off(type, listener) {
    const kept = (this.listeners.get(type) ?? []).filter((each) => each !== listener);
    this.listeners.set(type, listener === undefined ? [] : kept);
    return this;
  }

  emit(type, payload) {
    for (const listener of this.listeners.get(type) ?? []) listener(payload);
  }
}

/** The card fields: one frame, and the conversation with it. */
class CardElement extends Emitter {
  frame = null;
  waiting = new Map();
  requests = 0;
  destroyed = false;

  constructor(elements, type, options) {
    super();
    Object.assign(this, { elements, type, options });
    this.receive = this.receive.bind(this);
    this.loaded = new Promise((resolve) => {
      this.markLoaded = resolve;
    });
  }

  mount(target) {
    const node = typeof target === 'string' ? document.querySelector(target) : target;
    if (!node) throw integrationError('The element to mount the card fields in does not exist.');
    if (this.destroyed) throw integrationError('This Element has already been destroyed.');
    if (this.frame !== null) this.unmount();
    const query = new URLSearchParams({ parent: location.origin, key: this.elements.key });
    this.frame = document.createElement('iframe');
    this.frame.title = 'Secure card fields';
    this.frame.src = `${ORIGIN}/_elements/card?${query}`;
    this.frame.style.cssText =
      'display:block;width:calc(100% + 6px);margin:-3px;border:0;height:206px';
    window.addEventListener('message', this.receive);
    node.replaceChildren(this.frame);
    this.emit('loaderstart', { elementType: this.type });
  }

  unmount() {
    window.removeEventListener('message', this.receive);
    this.frame?.remove();
    this.frame = null;
  }

  destroy() {
    this.unmount();
    this.destroyed = true;
    this.elements.forget(this);
  }

  update(options) {
    this.options = { ...this.options, ...options };
  }

  focus() {
    this.send('focus');
  }

  blur() {
    this.send('blur');
  }

  clear() {
    this.send('clear');
  }

  /** There is one kind of payment method, so there is nothing to collapse. */
  collapse() {}

  send(type, more = {}) {
    this.frame?.contentWindow?.postMessage({ from: 'simulator-stripe', type, ...more }, ORIGIN);
  }

  /** Asks the frame and resolves with its answer, or with an error when it does not answer. */
  async ask(type, more = {}) {
    if (this.frame === null) throw integrationError('The card fields are not mounted.');
    await this.loaded;
    this.requests += 1;
    const request = this.requests;
    const answer = new Promise((resolve) => this.waiting.set(request, resolve));
    const silence = new Promise((resolve) => {
      setTimeout(resolve, ANSWER_WITHIN_MS, {
        error: { type: 'api_connection_error', message: 'The card fields did not answer.' },
      });
    });
    this.send(type, { ...more, request });
    return Promise.race([answer, silence]).finally(() => this.waiting.delete(request));
  }

  receive(event) {
    if (event.origin !== ORIGIN || event.source !== this.frame?.contentWindow) return;
    const { from, type, request, answer, height, complete, empty } = event.data ?? {};
    if (from !== 'simulator-card') return;
    if (type === 'loaded') {
      this.dress(this.elements.options.appearance);
      this.markLoaded();
      this.emit('ready', { elementType: this.type });
    } else if (type === 'resize') this.frame.style.height = `${Number(height)}px`;
    else if (type === 'answer') this.waiting.get(request)?.(answer);
    else if (type === 'change') {
      const value = { type: 'card' };
      const { type: elementType } = this;
      this.emit('change', { elementType, complete, empty, collapsed: false, value });
    } else if (['focus', 'blur', 'escape'].includes(type)) {
      this.emit(type, { elementType: this.type });
    }
  }

  /** Passes the page's colours on; page and frame must agree on the scheme, or it is shown white. */
  dress(appearance) {
    this.frame.style.colorScheme = appearance?.theme === 'night' ? 'dark' : 'light';
    this.send('appearance', { appearance, backdrop: backdropOf(this.frame.parentElement) });
  }

  /** Turns what was typed into a payment method: `{paymentMethod}` or `{error}`. */
  createPaymentMethod(billing) {
    const defaults = this.options?.defaultValues?.billingDetails;
    const billingDetails = flatten({ billing_details: { ...defaults, ...billing } });
    return this.ask('createPaymentMethod', { billingDetails });
  }
}
