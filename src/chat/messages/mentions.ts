// Whom a text names: `@handle` of somebody in the thread. Anything else with an @ is only text.
import type { Happening } from '../../shared/happenings.js';
import type { Profile } from '../../shared/people.js';
import type { MessageRow } from './messages.js';

// Not inside a word, so that the middle of a mail address names nobody.
const MENTION = /(?<![\p{L}\p{N}_.@])@([a-z0-9_]{2,30})(?![\p{L}\p{N}_@])/giu;

/** Ids of the people whose handle the text names, each once, in the order of the text. */
export function mentionsIn(text: string, people: Iterable<Profile>): string[] {
  const idOf = new Map([...people].map(({ handle, id }) => [handle, id]));
  const named = [...text.matchAll(MENTION)].flatMap(
    ([, handle = '']) => idOf.get(handle.toLowerCase()) ?? [],
  );
  return [...new Set(named)];
}

/** Those a new message names are told so; not of what it says. */
export function mentionHappenings(message: MessageRow): Happening[] {
  const { id, author_id: otherId, thread_id: threadId, mentions } = message;
  const personIds = mentions.filter((personId) => personId !== otherId);
  if (personIds.length === 0) return [];
  const told = {
    kind: 'mentioned',
    event: `${id}:mentioned`,
    personIds,
    otherId,
    threadId,
  } as const;
  return [{ ...told, subjectId: null, amount: null, detail: null }];
}
