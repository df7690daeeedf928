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

// Our own letters have one address in each; it may be clicked.
const linked = (text) =>
  escaped(text).replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);

const pageOf = (caught) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5"><title>Caught mail</title>
<style>body{font:16px/1.5 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
article{border:1px solid #8886;border-radius:12px;padding:1rem;margin:1rem 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}small{opacity:.8}</style>
<h1>Caught mail</h1><p>Letters that Tenner sent; none has left this machine. Newest first.</p>
${caught.map(({ to, subject, text, at }) => `<article><h2>${escaped(subject)}</h2><small>To ${escaped(to)}, ${at}</small><pre>${linked(text)}</pre></article>`).join('\n')}
${caught.length === 0 ? '<p>Nothing yet.</p>' : ''}</html>`;
