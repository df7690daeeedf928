// The script inside the card frame. The number is typed here, sent from here to the simulator's own
// API, and never given to the page around the frame: that page learns a payment method's id or an
// error. Messages are exchanged with one origin only, the one that was allowed to embed the frame.

const query = new URLSearchParams(location.search);
const parentOrigin = query.get('parent') ?? '';
const publishableKey = query.get('key') ?? '';
const element = (id) => document.getElementById(id);
const inputs = { number: element('number'), expiry: element('expiry'), cvc: element('cvc') };

const BRANDS = [
  { name: 'Visa', pattern: /^4/, lengths: [16], cvc: 3 },
  { name: 'Mastercard', pattern: /^(5[1-5]|2[2-7])/, lengths: [16], cvc: 3 },
  { name: 'American Express', pattern: /^3[47]/, lengths: [15], cvc: 4 },
  { name: 'Discover', pattern: /^(6011|64[4-9]|65)/, lengths: [16], cvc: 3 },
  { name: 'Diners Club', pattern: /^(30|36|3[89])/, lengths: [14, 16], cvc: 3 },
  { name: 'JCB', pattern: /^35/, lengths: [16], cvc: 3 },
  { name: 'UnionPay', pattern: /^62/, lengths: [16, 19], cvc: 3 },
];
const UNKNOWN = { name: '', pattern: /^/, lengths: [16], cvc: 3 };

const digitsOf = (text) => text.replace(/\D/g, '');
const brandOf = (number) =>
  number === '' ? UNKNOWN : (BRANDS.find((brand) => brand.pattern.test(number)) ?? UNKNOWN);

function passesLuhn(number) {
  const sum = [...number].reverse().reduce((total, character, index) => {
    const digit = Number(character) * (index % 2 === 1 ? 2 : 1);
    return total + (digit > 9 ? digit - 9 : digit);
  }, 0);
  return sum % 10 === 0;
}

function post(type, more = {}) {
  window.parent.postMessage({ from: 'simulator-card', type, ...more }, parentOrigin);
}

// What is typed, and what is wrong with it.

function typed() {
  const number = digitsOf(inputs.number.value);
  const expiry = digitsOf(inputs.expiry.value);
  return { number, month: expiry.slice(0, 2), year: expiry.slice(2, 4), cvc: inputs.cvc.value };
}

const CHECKS = {
  number({ number }) {
    const { lengths } = brandOf(number);
    if (number.length < lengths[0]) return ['incomplete_number', 'Your card number is incomplete.'];
    if (!lengths.includes(number.length) || !passesLuhn(number)) {
      return ['invalid_number', 'Your card number is invalid.'];
    }
    return null;
  },
  expiry({ month, year }) {
    if (month.length < 2 || year.length < 2) {
      return ['incomplete_expiry', "Your card's expiration date is incomplete."];
    }
    const now = new Date();
    const ahead = (2000 + Number(year)) * 12 + Number(month) - now.getFullYear() * 12;
    if (Number(month) < 1 || Number(month) > 12) {
      return ['invalid_expiry_month', "Your card's expiration month is invalid."];
    }
    if (ahead < now.getMonth() + 1) {
      return ['invalid_expiry_year_past', "Your card's expiration year is in the past."];
    }
    return null;
  },
  cvc({ number, cvc }) {
    if (cvc.length < brandOf(number).cvc) {
      return ['incomplete_cvc', "Your card's security code is incomplete."];
    }
    return null;
  },
};

function show(field, message) {
  inputs[field].setAttribute('aria-invalid', String(message !== ''));
  inputs[field].closest('.field').classList.toggle('invalid', message !== '');
  element(`${field}-error`).textContent = message;
}

/** Shows every mistake and focuses the first; returns its error, or null. */
function validateAll() {
  let first = null;
  for (const field of Object.keys(CHECKS)) {
    const fault = CHECKS[field](typed());
    show(field, fault === null ? '' : fault[1]);
    if (fault === null || first !== null) continue;
    first = { type: 'validation_error', code: fault[0], message: fault[1] };
    inputs[field].focus();
  }
  return first;
}

function reportChange() {
  const values = typed();
  const texts = Object.values(inputs).map((input) => input.value);
  post('change', {
    complete: Object.values(CHECKS).every((check) => check(values) === null),
    empty: texts.every((text) => text === ''),
  });
}

// Formatting while typing. The caret stays behind the digit it was behind.

function rewrite(input, text) {
  if (input.value === text) return;
  const digitsBefore = digitsOf(input.value.slice(0, input.selectionStart ?? 0)).length;
  const atEnd = input.selectionStart === input.value.length;
  input.value = text;
  let position = 0;
  for (let seen = 0; seen < digitsBefore && position < text.length; position += 1) {
    if (/\d/.test(text.charAt(position))) seen += 1;
  }
  const caret = atEnd ? text.length : position;
  if (document.activeElement === input) input.setSelectionRange(caret, caret);
}

function formatNumber() {
  const brand = brandOf(digitsOf(inputs.number.value));
  const number = digitsOf(inputs.number.value).slice(0, Math.max(...brand.lengths));
  const groups =
    brand.lengths[0] === 15
      ? [number.slice(0, 4), number.slice(4, 10), number.slice(10)]
      : (number.match(/.{1,4}/g) ?? []);
  rewrite(inputs.number, groups.filter((group) => group !== '').join(' '));
  element('brand').textContent = brand.name;
  inputs.cvc.maxLength = brand.cvc;
  inputs.cvc.placeholder = brand.cvc === 4 ? '1234' : '123';
}

function formatExpiry(event) {
  let digits = digitsOf(inputs.expiry.value);
  if (/^[2-9]/.test(digits)) digits = `0${digits}`;
  if (digits.length === 6) digits = digits.slice(0, 2) + digits.slice(4);
  const deleting = event?.inputType?.startsWith('delete') === true;
  const [month, year] = [digits.slice(0, 2), digits.slice(2, 4)];
  const text = year !== '' || (month.length === 2 && !deleting) ? `${month} / ${year}` : month;
  rewrite(inputs.expiry, text);
}

const FORMATS = {
  number: formatNumber,
  expiry: formatExpiry,
  cvc: () => rewrite(inputs.cvc, digitsOf(inputs.cvc.value).slice(0, inputs.cvc.maxLength)),
};

for (const [field, input] of Object.entries(inputs)) {
  input.addEventListener('input', (event) => {
    FORMATS[field](event);
    const fault = CHECKS[field](typed());
    // While somebody types, only what can no longer become right is called wrong.
    show(field, fault === null || fault[0].startsWith('incomplete') ? '' : fault[1]);
    reportChange();
  });
  input.addEventListener('focus', () => post('focus'));
  input.addEventListener('blur', () => {
    const fault = input.value === '' ? null : CHECKS[field](typed());
    show(field, fault === null ? '' : fault[1]);
    post('blur');
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') post('escape');
  });
}

element('card').addEventListener('submit', (event) => event.preventDefault());
element('fill').addEventListener('click', () => {
  const year = String((new Date().getFullYear() + 3) % 100).padStart(2, '0');
  inputs.number.value = element('fill').dataset.number;
  inputs.expiry.value = `12${year}`;
  inputs.cvc.value = '123';
  for (const field of Object.keys(inputs)) {
    FORMATS[field]();
    show(field, '');
  }
  reportChange();
});

// What the page around may ask.

const FIELD_OF_PARAM = { number: 'number', exp_month: 'expiry', exp_year: 'expiry', cvc: 'cvc' };

async function createPaymentMethod(billingDetails) {
  const fault = validateAll();
  if (fault !== null) return { error: fault };
  const { number, month, year, cvc } = typed();
  const form = new URLSearchParams({
    type: 'card',
    'card[number]': number,
    'card[exp_month]': String(Number(month)),
    'card[exp_year]': String(2000 + Number(year)),
    'card[cvc]': cvc,
  });
  for (const [name, value] of billingDetails) form.set(name, value);
  try {
    const response = await fetch('/v1/payment_methods', {
      method: 'POST',
      headers: { authorization: `Bearer ${publishableKey}` },
      body: form,
    });
    const body = await response.json();
    if (response.ok) return { paymentMethod: body };
    const field = FIELD_OF_PARAM[body.error?.param];
    if (field !== undefined) show(field, body.error.message);
    return { error: body.error };
  } catch {
    return { error: { type: 'api_connection_error', message: 'The card could not be sent.' } };
  }
}

const VARIABLES =
  /^(color(Primary|Background|Text|TextSecondary|TextPlaceholder|Danger)|fontFamily|fontSizeBase|borderRadius)$/;

function applyAppearance(appearance, backdrop) {
  const root = document.documentElement;
  document.body.style.backgroundColor = String(backdrop);
  root.dataset.theme = appearance?.theme === 'night' ? 'night' : 'stripe';
  for (const [name, value] of Object.entries(appearance?.variables ?? {})) {
    if (VARIABLES.test(name)) root.style.setProperty(`--${name}`, String(value));
  }
}

const COMMANDS = {
  appearance: ({ appearance, backdrop }) => applyAppearance(appearance, backdrop),
  focus: () => inputs.number.focus(),
  blur: () => document.activeElement?.blur(),
  clear: () => {
    document.querySelector('form').reset();
    formatNumber();
    for (const field of Object.keys(inputs)) show(field, '');
    reportChange();
  },
  submit: () => {
    const fault = validateAll();
    return fault === null ? {} : { error: fault };
  },
  createPaymentMethod: ({ billingDetails }) => createPaymentMethod(billingDetails ?? []),
};

window.addEventListener('message', async (event) => {
  if (event.source !== window.parent || event.origin !== parentOrigin) return;
  const { from, type, request } = event.data ?? {};
  if (from !== 'simulator-stripe' || !Object.hasOwn(COMMANDS, type)) return;
  const answer = await COMMANDS[type](event.data);
  if (request !== undefined) post('answer', { request, answer: answer ?? {} });
});

new ResizeObserver(() => {
  post('resize', { height: Math.ceil(document.body.getBoundingClientRect().height) });
}).observe(document.body);
post('loaded');
