// What a browser loads from the simulator: the stand-in for Stripe's script, the frame with the card
// fields, and the frame in which a cardholder authenticates. Only pages of the configured origins may
// embed a frame, and inside it nothing but its own script, style and API calls is allowed.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Settings } from '../settings.js';

export interface Page {
  status: number;
  type: string;
  body: string;
  headers: Record<string, string>;
}

/** The plain browser files are not compiled, so a build reads them from the source tree. */
function folder(): URL {
  const here = new URL('./browser/', import.meta.url);
  const compiled = here.pathname.includes('/dist/simulator/');
  return compiled ? new URL('../../../simulator/elements/browser/', import.meta.url) : here;
}

function file(name: string): string {
  return readFileSync(fileURLToPath(new URL(name, folder())), 'utf8');
}

function page(type: string, body: string, headers: Record<string, string> = {}): Page {
  return { status: 200, type: `${type}; charset=utf-8`, body, headers };
}

/** The stand-in for Stripe's script: its parts, joined inside one function. */
function script(): string {
  const parts = ['stripe-elements.js', 'stripe-authentication.js', 'stripe-client.js'].map(file);
  return `(() => {\n'use strict';\n${parts.join('\n')}\n})();\n`;
}

function frame(settings: Settings, query: string, name: string): Page {
  const parameters = new URLSearchParams(query);
  const parent = parameters.get('parent') ?? '';
  if (!settings.webOrigins.includes(parent)) {
    const body = 'This page may not embed this frame; see SIMULATOR_WEB_ORIGIN.';
    return { status: 403, type: 'text/plain; charset=utf-8', body, headers: {} };
  }
  return page('text/html', file(name), {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${parent}`,
    ].join('; '),
    'referrer-policy': 'no-referrer',
  });
}

/** The page at `path`, or null when there is none. */
export function answerPage(settings: Settings, path: string, query: string): Page | null {
  switch (path) {
    case '/v3':
    case '/v3/':
    case '/v3/stripe.js':
      return page('text/javascript', script());
    case '/_elements/card':
      return frame(settings, query, 'card.html');
    case '/_elements/card.js':
      return page('text/javascript', file('card.js'));
    case '/_elements/card.css':
      return page('text/css', file('card.css'));
    case '/_elements/authenticate':
      return frame(settings, query, 'authenticate.html');
    case '/_elements/authenticate.js':
      return page('text/javascript', file('authenticate.js'));
    case '/_elements/authenticate.css':
      return page('text/css', file('authenticate.css'));
    default:
      return null;
  }
}
