// The idempotency key of one attempt. The same request repeated after a lost answer must carry the
// same key, so that the server answers again instead of paying again; any edit, and any final
// refusal, calls for a new one.
import { useRef } from 'react';
import { isFinal } from '../api/client.js';
import { newUuid } from '../api/uuid.js';

interface AttemptKey {
  /** The key for this content: the last one when the content is the same and its outcome unknown. */
  of: (content: unknown) => string;
  /** Tells how the attempt ended; a final answer uses the key up. */
  settle: (error: unknown) => void;
}

/** Holds the key of the attempt under way. */
export function useAttemptKey(): AttemptKey {
  const held = useRef<{ content: string; key: string } | null>(null);
  return {
    of: (value) => {
      const content = JSON.stringify(value);
      if (held.current?.content !== content) {
        held.current = { content, key: newUuid() };
      }
      return held.current.key;
    },
    settle: (error) => {
      if (error === null || isFinal(error)) held.current = null;
    },
  };
}
