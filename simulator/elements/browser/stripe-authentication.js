// The bank's question as the page around it sees it: a modal with a frame of the simulator's own
// origin, and the one answer that comes out of it. Middle part of the stand-in for Stripe's script.
/* exported authenticate, failedAuthentication */
/* global ORIGIN, backdropOf */

/** Whether what the page shows is dark, so that the frame does not glare in it. */
function pageIsDark() {
  const parts = /^rgb\((\d+),\s*(\d+),\s*(\d+)/.exec(backdropOf(document.body));
  if (parts === null) return matchMedia('(prefers-color-scheme: dark)').matches;
  const [red, green, blue] = parts.slice(1).map(Number);
  return red * 0.299 + green * 0.587 + blue * 0.114 < 128;
}

function modal(key) {
  const theme = pageIsDark() ? 'night' : 'light';
  const dialog = document.createElement('dialog');
  const frame = document.createElement('iframe');
  dialog.setAttribute('aria-label', 'Secure authentication');
  dialog.style.cssText =
    'position:fixed;inset:0;width:100vw;height:100dvh;max-width:none;max-height:none;margin:0;' +
    // Hung from the top: a frame that moved as it learned its height would lose a click, because
    // browsers discard clicks on a foreign frame that has just moved.
    'padding:max(16px,20dvh) 16px 16px;border:0;box-sizing:border-box;display:grid;place-items:start center;' +
    'background:rgba(10,14,22,.6)';
  frame.title = 'Secure authentication';
  frame.src = `${ORIGIN}/_elements/authenticate?${new URLSearchParams({ parent: location.origin, key, theme })}`;
  frame.style.cssText =
    'display:block;width:min(400px,100%);height:340px;max-height:100%;border:0;border-radius:16px;' +
    'box-shadow:0 20px 60px rgba(0,0,0,.35);background:' +
    (theme === 'night' ? '#1b1f29;color-scheme:dark' : '#ffffff;color-scheme:light');
  dialog.append(frame);
  return { dialog, frame };
}

/**
 * Shows the question and resolves with `{intent}` once it is answered, or `{error}` when the
 * simulator could not be reached. Works as often as the intent waits for an answer.
 */
function authenticate(key, clientSecret) {
  const { dialog, frame } = modal(key);
  const send = (type, more) =>
    frame.contentWindow?.postMessage({ from: 'simulator-stripe', type, ...more }, ORIGIN);
  return new Promise((resolve) => {
    const receive = (event) => {
      if (event.origin !== ORIGIN || event.source !== frame.contentWindow) return;
      const { from, type, answer, height } = event.data ?? {};
      if (from !== 'simulator-authentication') return;
      if (type === 'loaded') {
        frame.focus();
        send('begin', { secret: clientSecret });
      } else if (type === 'resize') frame.style.height = `${Number(height)}px`;
      else if (type === 'done') {
        window.removeEventListener('message', receive);
        dialog.close();
        dialog.remove();
        resolve(answer);
      }
    };
    window.addEventListener('message', receive);
    dialog.addEventListener('cancel', (event) => {
      // The dialog goes once the intent knows that its owner turned away.
      event.preventDefault();
      send('close');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

const UNABLE =
  'We are unable to authenticate your payment method. Please choose a different payment method and try again.';

/** What the caller is told about an intent whose authentication was answered; null when all is well. */
function failedAuthentication(kind, intent) {
  if (intent.status !== 'requires_payment_method') return null;
  const { code, ...last } = intent.last_payment_error ?? intent.last_setup_error ?? {};
  const message = code === `${kind}_authentication_failure` ? UNABLE : last.message;
  return { ...last, code, message, [kind]: intent };
}
