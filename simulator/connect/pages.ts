// The hosted onboarding page that an account link leads to. The link opens it once; the form it holds
// is good for one success. No script runs here, nothing is loaded from elsewhere, and the form may
// lead only to the simulator and from there to the platform's return address.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type Stripe from 'stripe';
import { beginWork, type Context } from '../context.js';
import { StripeFault } from '../core/errors.js';
import { randomText } from '../core/ids.js';
import type { OnboardingLink } from '../core/kinds.js';
import type { Work } from '../core/work.js';
import { bankChoices, onboard, TEST_PERSON, type Person } from './onboard.js';

export interface HostedPage {
  status: number;
  type: string;
  body: string;
  headers: Record<string, string>;
}

const ADDRESS = /^\/_connect\/setup\/(\w{24})$/;

/** The plain browser files are not compiled, so a build reads them from the source tree. */
function file(name: string): string {
  const here = new URL('./browser/', import.meta.url);
  const compiled = here.pathname.includes('/dist/simulator/');
  const folder = compiled ? new URL('../../../simulator/connect/browser/', import.meta.url) : here;
  return readFileSync(fileURLToPath(new URL(name, folder)), 'utf8');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string =>
  text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? '');

function redirect(location: string): HostedPage {
  return { status: 303, type: 'text/plain; charset=utf-8', body: '', headers: { location } };
}

function plain(status: number, body: string): HostedPage {
  return { status, type: 'text/plain; charset=utf-8', body, headers: {} };
}

function bankRow(value: string, note: string, first: boolean): string {
  const chosen = first ? ' checked' : '';
  return `<label class="bank"><input type="radio" name="bank" value="${escaped(value)}" required${chosen} /><span>${escaped(value)}<small>${escaped(note)}</small></span></label>`;
}

function banks(account: Stripe.Account): string {
  return bankChoices(account)
    .map(({ value, failure, onlyInstant }, index) => {
      const when = onlyInstant ? 'Instant payouts fail' : 'Payouts fail';
      const note = failure === null ? 'Payouts arrive' : `${when}: ${failure}`;
      return bankRow(value, note, index === 0);
    })
    .join('\n          ');
}

interface Shown {
  account: Stripe.Account;
  link: OnboardingLink;
  person: Person;
  problem: string | null;
}

function form({ account, link, person, problem }: Shown): HostedPage {
  const values: Readonly<Record<string, string>> = {
    session: link.session ?? '',
    first_name: escaped(person.firstName),
    last_name: escaped(person.lastName),
    day: String(person.day),
    month: String(person.month),
    year: String(person.year),
    banks: banks(account),
    problem: problem === null ? '' : `<p class="wrong" role="alert">${escaped(problem)}</p>`,
  };
  const body = file('onboarding.html').replaceAll(
    /\{\{(\w+)\}\}/g,
    (_all, name: string) => values[name] ?? '',
  );
  return {
    status: problem === null ? 200 : 400,
    type: 'text/html; charset=utf-8',
    body,
    headers: {
      'content-security-policy': [
        "default-src 'none'",
        "style-src 'self'",
        "base-uri 'none'",
        `form-action 'self' ${new URL(link.returnUrl).origin}`,
        "frame-ancestors 'none'",
      ].join('; '),
      'referrer-policy': 'no-referrer',
    },
  };
}

function personFrom(sent: URLSearchParams): Person {
  const number = (name: string): number => Number.parseInt(sent.get(name) ?? '', 10);
  return {
    firstName: (sent.get('first_name') ?? '').trim().slice(0, 100),
    lastName: (sent.get('last_name') ?? '').trim().slice(0, 100),
    day: number('day'),
    month: number('month'),
    year: number('year'),
  };
}

/** Why a person's values cannot be right; null when they can. */
function problemOf({ firstName, lastName, day, month, year }: Person): string | null {
  if (firstName === '' || lastName === '') return 'Give both names.';
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1900;
  return real ? null : 'Give a date of birth that exists.';
}

interface Visit {
  work: Work;
  account: Stripe.Account;
  link: OnboardingLink;
}

function open({ work, account, link }: Visit): HostedPage {
  if (link.used || link.expiresAt <= work.now()) return redirect(link.refreshUrl);
  const opened = { ...link, used: true, session: randomText(24) };
  work.put('onboarding_link', opened);
  const { first_name: first, last_name: last, dob } = account.individual ?? {};
  const person = {
    firstName: first ?? TEST_PERSON.firstName,
    lastName: last ?? TEST_PERSON.lastName,
    day: dob?.day ?? TEST_PERSON.day,
    month: dob?.month ?? TEST_PERSON.month,
    year: dob?.year ?? TEST_PERSON.year,
  };
  return form({ account, link: opened, person, problem: null });
}

function submit({ work, account, link }: Visit, body: string): HostedPage {
  const sent = new URLSearchParams(body);
  if (link.session === null || sent.get('session') !== link.session) {
    return redirect(link.refreshUrl);
  }
  const person = personFrom(sent);
  const bank = sent.get('bank');
  const known = bankChoices(account).some(({ value }) => value === bank);
  const problem = problemOf(person) ?? (known ? null : 'Choose a bank account.');
  if (problem !== null) return form({ account, link, person, problem });
  onboard(work, account, { person, bank, outcome: null });
  work.put('onboarding_link', { ...link, session: null });
  return redirect(link.returnUrl);
}

/** The hosted page at `path`, or null when there is none. */
export function answerHosted(
  context: Context,
  request: { method: string; path: string; body: string },
): HostedPage | null {
  const { method, path, body } = request;
  if (path === '/_connect/onboarding.css') {
    return {
      status: 200,
      type: 'text/css; charset=utf-8',
      body: file('onboarding.css'),
      headers: {},
    };
  }
  const id = ADDRESS.exec(path)?.[1];
  if (id === undefined) return null;
  const work = beginWork(context);
  const link = work.get('onboarding_link', id);
  const account = link === undefined ? undefined : work.get('account', link.account);
  if (link === undefined || account === undefined || account.deleted === true) {
    return plain(404, 'There is no such link.');
  }
  if (method !== 'GET' && method !== 'POST') return plain(405, 'Only GET and POST.');
  const visit = { work, account, link };
  try {
    const page = method === 'GET' ? open(visit) : submit(visit, body);
    context.deliveries.enqueue(work.commit());
    return page;
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return plain(400, error.message);
  }
}
