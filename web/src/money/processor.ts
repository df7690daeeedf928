// Where the card processor's own code comes from. With a script address in the public configuration
// that script is loaded once and defines `window.Stripe`; without one Stripe's own is loaded. Card
// fields belong to that code: no card number ever enters this client.
import { loadStripe } from '@stripe/stripe-js/pure';
import type { Stripe } from '@stripe/stripe-js';
import type { PublicConfigView } from '../../../src/shared/contract.js';

type ProcessorConfig = PublicConfigView['processor'];

let loading: Promise<Stripe> | null = null;

/** Loads the processor once; a failed load may be tried again. */
export function loadProcessor(config: ProcessorConfig): Promise<Stripe> {
  loading ??= load(config).catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load({ scriptUrl, publishableKey }: ProcessorConfig): Promise<Stripe> {
  if (scriptUrl !== null) await loadScript(scriptUrl);
  const stripe = await loadStripe(publishableKey);
  if (stripe === null) throw new Error('The card processor did not start.');
  return stripe;
}

function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = () => {
      resolve();
    };
    script.onerror = () => {
      script.remove();
      reject(new Error('The card processor could not be reached.'));
    };
    document.head.append(script);
  });
}
