// The mailbox of development and tests: an SMTP server that keeps every letter in memory and sends none
// on, and a page that shows them. It takes letters from this machine only.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const KEPT_MAX = 200;
const HOST = '127.0.0.1';

/**
 * Starts it on free ports, or those asked for. `mails()` answers what was caught, newest first, as
 * `{ to, from, subject, text, at }`; `stop()` ends it.
 */
export async function startMailCatcher({ smtpPort = 0, pagePort = 0 } = {}) {
  const caught = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        caught.unshift(plain(mail));
        caught.length = Math.min(caught.length, KEPT_MAX);
        done();
      }, done);
    },
  });
  const page = createServer((request, response) => show(caught, request, response));
  smtp.listen(smtpPort, HOST);
  page.listen(pagePort, HOST);
  await Promise.all([once(smtp.server, 'listening'), once(page, 'listening')]);
  return {
    smtpUrl: `smtp://${HOST}:${smtp.server.address().port}`,
    pageUrl: `http://localhost:${page.address().port}`,
    mails: () => [...caught],
    async stop() {
      await Promise.all([
        new Promise((done) => smtp.close(done)),
        new Promise((done) => page.close(done)),
      ]);
    },
  };
}

const plain = (mail) => ({
  to: mail.to?.text ?? '',
  from: mail.from?.text ?? '',
  subject: mail.subject ?? '',
  text: (mail.text ?? '').trim(),
  at: new Date().toISOString(),
});

function show(caught, request, response) {
  if (request.url === '/mails.json') {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(caught));
    return;
  }
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
  response.end(pageOf(caught));
}

const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

// A letter of ours has one address, whose end carries the code, and one code, which is what is looked
// for here.
const linked = (text) =>
  escaped(text)
    .replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url.split('#')[0]}</a>`)
    .replace(/^Your code: (\d+)$/m, 'Your code:\n<strong>$1</strong>');

const STYLE = `
:root{color-scheme:light dark;--ink:#1b2321;--muted:#5a6663;--line:#dde4e1;--canvas:#f1f4f3;
  --surface:#fff;--accent:#0d6b58;--soft:#dff1eb}
@media (prefers-color-scheme:dark){:root{--ink:#e3e9e7;--muted:#a3b0ac;--line:#2d3834;
  --canvas:#101715;--surface:#171f1d;--accent:#7fd2b9;--soft:#17372f}}
body{max-width:44rem;margin:0 auto;padding:2rem 1rem;background:var(--canvas);color:var(--ink);
  font:16px/1.5 Inter,"Segoe UI",Roboto,system-ui,sans-serif}
h1{margin:0;font-size:1.5rem;letter-spacing:-.01em}
h2{margin:0;font-size:1.05rem}
p,small{color:var(--muted)}
article{margin:1rem 0;padding:1rem 1.25rem;border:1px solid var(--line);border-radius:14px;
  background:var(--surface)}
pre{margin:.75rem 0 0;white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}
strong{display:inline-block;padding:.15rem .75rem;border-radius:8px;background:var(--soft);
  font-size:1.5rem;font-variant-numeric:tabular-nums;letter-spacing:.15em}
a{color:var(--accent);font-weight:600}`;

const letterOf = ({ to, subject, text, at }) => `<article><h2>${escaped(subject)}</h2>
<small>To ${escaped(to)}, ${day.format(new Date(at))}</small><pre>${linked(text)}</pre></article>`;

// It asks again by itself, because whoever looks is waiting for a letter.
const pageOf = (caught) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="3"><title>Caught letters · Tenner</title>
<style>${STYLE}</style></head>
<body><main><h1>Caught letters</h1>
<p>What Tenner would have mailed, the newest first. None has left this machine.</p>
${caught.map(letterOf).join('\n')}
${caught.length === 0 ? '<p>Nothing yet. This page looks again every three seconds.</p>' : ''}
</main></body></html>`;
