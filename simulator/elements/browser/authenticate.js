// The script inside the authentication frame. It learns the intent's client secret from the page
// that embeds it, shows what is to be confirmed, and tells the simulator what the cardholder did.
// Closing is failing, as with Stripe's own frame. Messages go to the one origin that may embed it.

const query = new URLSearchParams(location.search);
const parentOrigin = query.get('parent') ?? '';
const headers = { authorization: `Bearer ${query.get('key') ?? ''}` };
const element = (id) => document.getElementById(id);
const buttons = [element('complete'), element('fail'), element('close')];
let clientSecret = null;

document.documentElement.dataset.theme = query.get('theme') === 'night' ? 'night' : 'light';

function post(type, more = {}) {
  window.parent.postMessage({ from: 'simulator-authentication', type, ...more }, parentOrigin);
}

const intentId = () => clientSecret.split('_secret_')[0];

async function call(path, init) {
  try {
    const response = await fetch(path, { headers, ...init });
    return await response.json();
  } catch {
    const message = 'We are experiencing issues connecting to our payments provider.';
    return { error: { type: 'api_connection_error', message } };
  }
}

/** The browser's language; some browsers name one that no formatter knows. */
function language() {
  try {
    return Intl.getCanonicalLocales(navigator.language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** Minor units as people read them, with the digits the currency has. */
function readable(amount, currency) {
  const format = new Intl.NumberFormat(language(), { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits;
  const text = String(amount).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return format.format(digits === 0 ? whole : `${whole}.${text.slice(text.length - digits)}`);
}

function show(intent) {
  const payment = intent.object === 'payment_intent';
  element('what').textContent = payment
    ? 'Your bank asks you to confirm this payment.'
    : 'Your bank asks you to confirm that you want to save this card.';
  if (payment) element('amount').textContent = readable(intent.amount, intent.currency);
}

async function begin(secret) {
  if (clientSecret !== null) return;
  clientSecret = secret;
  const kind = intentId().startsWith('seti_') ? 'setup_intents' : 'payment_intents';
  const path = `/v1/${kind}/${encodeURIComponent(intentId())}`;
  const intent = await call(`${path}?${new URLSearchParams({ client_secret: secret })}`);
  if (intent.error) {
    post('done', { answer: { error: intent.error } });
    return;
  }
  show(intent);
  for (const button of buttons) button.disabled = false;
  element('complete').focus();
}

async function end(outcome) {
  if (clientSecret === null || element('complete').disabled) return;
  for (const button of buttons) button.disabled = true;
  const body = new URLSearchParams({ client_secret: clientSecret, outcome });
  const path = `/_elements/authenticate/${encodeURIComponent(intentId())}`;
  const intent = await call(path, { method: 'POST', body });
  post('done', { answer: intent.error ? { error: intent.error } : { intent } });
}

element('complete').addEventListener('click', () => end('succeed'));
element('fail').addEventListener('click', () => end('fail'));
element('close').addEventListener('click', () => end('fail'));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') end('fail');
});

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || event.origin !== parentOrigin) return;
  const { from, type, secret } = event.data ?? {};
  if (from !== 'simulator-stripe') return;
  if (type === 'begin') begin(String(secret));
  else if (type === 'close') end('fail');
});

new ResizeObserver(() => {
  post('resize', { height: Math.ceil(document.body.getBoundingClientRect().height) });
}).observe(document.body);
post('loaded');
