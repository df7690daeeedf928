// Completing a handle while it is typed after an @: who fits, who is chosen, and the text with the handle
// in it. The keys are those of any list: up, down, Enter or Tab to take, Escape to leave it.
import { type KeyboardEvent, useState } from 'react';
import type { ParticipantView } from '../../../../src/chat/contract.js';

// The same places in which the server recognises one: not inside a word or an address.
const BEGUN = /(?<![\p{L}\p{N}_.@])@([a-z0-9_]{0,30})$/iu;
const OFFERED_MAX = 6;

export interface Mention {
  people: ParticipantView[];
  /** The index of the one that Enter takes. */
  active: number;
  /** Puts the person's handle where the @ was begun. */
  take: (person: ParticipantView) => void;
  /** Whether the key was for the list. */
  onKey: (event: KeyboardEvent) => boolean;
}

interface Options {
  text: string;
  /** Where the caret is in it. */
  caret: number;
  people: readonly ParticipantView[];
  /** The new text, and where the caret belongs in it. */
  onTake: (text: string, caret: number) => void;
}

export function useMention({ text, caret, people, onTake }: Options): Mention {
  const [chosen, setChosen] = useState(0);
  const [left, setLeft] = useState<string | null>(null);
  const before = text.slice(0, caret);
  const begun = BEGUN.exec(before)?.[1]?.toLowerCase();
  const fitting =
    begun === undefined || left === before
      ? []
      : people.filter((person) => fits(person, begun)).slice(0, OFFERED_MAX);
  const active = Math.min(chosen, Math.max(0, fitting.length - 1));

  const take = ({ handle }: ParticipantView): void => {
    const start = `${before.slice(0, before.length - (begun ?? '').length)}${handle} `;
    setChosen(0);
    onTake(start + text.slice(caret).replace(/^ /, ''), start.length);
  };
  const onKey = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const person = fitting[active];
    if (person === undefined) return false;
    const count = fitting.length;
    if (key === 'ArrowDown') setChosen((active + 1) % count);
    else if (key === 'ArrowUp') setChosen((active + count - 1) % count);
    else if (key === 'Escape') setLeft(before);
    else if ((key === 'Enter' && !shiftKey) || (key === 'Tab' && !shiftKey)) take(person);
    else return false;
    return true;
  };
  return { people: fitting, active, take, onKey };
}

const fits = ({ handle, name }: ParticipantView, begun: string): boolean =>
  handle.startsWith(begun) ||
  name
    .toLowerCase()
    .split(/\s+/)
    .some((word) => word.startsWith(begun));
