// A dialog that is closing still shows what it was about, although nobody is asking any more.
import { useState } from 'react';

/** The value, or the last one there was while it is null. */
export function useLast<Value>(value: Value | null): Value | null {
  const [last, setLast] = useState(value);
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
}
