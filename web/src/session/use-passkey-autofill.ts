// Passkeys offered by the browser in the handle's field, where it can. A challenge lives for five
// minutes, so the offer is made anew before that.
import { browserSupportsWebAuthnAutofill } from '@simplewebauthn/browser';
import { useEffect, useEffectEvent } from 'react';
import type { SessionView } from '../../../src/identity/contract.js';
import { signInByPasskey, stopAsking } from './passkeys.js';

const RENEW_MS = 4 * 60_000;

/** Makes the offer while mounted and enabled; `onSession` is told when somebody took it. */
export function usePasskeyAutofill(
  enabled: boolean,
  onSession: (session: SessionView) => void,
): void {
  const taken = useEffectEvent(onSession);
  useEffect(() => {
    if (!enabled) return undefined;
    let running = true;
    const isOver = (): boolean => !running;
    const offer = async (): Promise<void> => {
      if (!(await browserSupportsWebAuthnAutofill()) || isOver()) return;
      // The offer is a convenience: whatever stops it, the button beside it says why.
      const session = await signInByPasskey({ autofill: true }).catch(() => null);
      if (session !== null && !isOver()) taken(session);
    };
    void offer();
    const timer = setInterval(() => void offer(), RENEW_MS);
    return () => {
      running = false;
      clearInterval(timer);
      stopAsking();
    };
  }, [enabled]);
}
