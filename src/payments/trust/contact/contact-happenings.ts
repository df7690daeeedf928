// What one person is told when another asks them to be a trusted contact, or answers. Anybody can ask
// anybody whose handle they know, so the same is told at most once a day.
import type { Happening } from '../../../shared/happenings.js';

interface Two {
  readonly personId: string;
  readonly contactId: string;
}

export const contactAsked = ({ personId, contactId }: Two, at: Date): Happening => ({
  ...between([personId, contactId], 'asked', at),
  kind: 'contact_asked',
  personIds: [contactId],
  otherId: personId,
  detail: 'to_be_one',
});

/** `left`: was one until now. */
export const contactAnswered = (
  { personId, contactId }: Two,
  answer: 'accepted' | 'refused' | 'left',
  at: Date,
): Happening => ({
  ...between([personId, contactId], answer, at),
  kind: 'contact_answered',
  personIds: [personId],
  otherId: contactId,
  detail: answer,
});

const between = (
  two: readonly [string, string],
  what: string,
  at: Date,
): Pick<Happening, 'event' | 'threadId' | 'subjectId' | 'amount'> => ({
  event: ['contact', ...two, what, at.toISOString().slice(0, 10)].join(':'),
  threadId: null,
  subjectId: null,
  amount: null,
});
