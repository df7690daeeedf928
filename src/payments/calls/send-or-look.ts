// How a call is made whose answer may have been lost before: with the same key, or by looking at what
// is there. What is not there may still come, as long as somebody may be sending it.
import { OutcomeUnknown, ProcessorRefused } from '../processor/processor.js';
import type { OpenCall } from './processor-calls.js';

/**
 * Sends a call, or looks. A key that may have expired is never sent again, that could pay twice: then
 * we only look. Whoever asks again and gets no clear answer, or a refusal of what may have been done
 * before, looks too. Undefined means "never made, and never will be with this key": every sender's
 * lease is long dead, or the processor has saved a fault of its own with the key and the effect is not
 * there. Else throws what the call threw.
 */
export async function sendOrLook<T>(
  call: OpenCall,
  send: () => Promise<T>,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  if (!call.keyAlive) return lookFor(look);
  try {
    return await send();
  } catch (error) {
    const open = error instanceof OutcomeUnknown || error instanceof ProcessorRefused;
    if (!open || call.attempts === 1) throw error;
    const found = await lookFor(look);
    if (found !== undefined) return found;
    if (error instanceof OutcomeUnknown && error.saved) return undefined;
    throw error;
  }
}

// Not being allowed to look says nothing about what is there.
async function lookFor<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ProcessorRefused)) throw error;
    throw new OutcomeUnknown(error.message, { cause: error });
  }
}
