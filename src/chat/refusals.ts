// Every "no" of the threads.
import { refusals } from '../shared/refusal.js';

export const refuse = refusals({
  thread_unknown: { kind: 'missing', title: 'There is no such thread.' },
  thread_needs_people: { kind: 'invalid', title: 'A thread needs at least two people.' },
  thread_is_direct: { kind: 'refused', title: 'That is only possible in a group.' },
  thread_full: { kind: 'refused', title: 'There is no room for more people in this group.' },
  thread_role_missing: { kind: 'forbidden', title: 'Your role in this group does not allow that.' },
  thread_needs_owner: { kind: 'refused', title: 'A group needs an owner. Name another one first.' },
  participant_unknown: { kind: 'missing', title: 'That person is not in this thread.' },
  person_unknown: { kind: 'missing', title: 'There is nobody to be found under that name.' },
  // It does not say who of the two blocked the other.
  person_unavailable: { kind: 'refused', title: 'You cannot write to this person.' },
  message_unknown: { kind: 'missing', title: 'There is no such message.' },
  message_not_changeable: { kind: 'refused', title: 'This message cannot be changed.' },
  message_empty: { kind: 'invalid', title: 'A message needs a text or a picture.' },
  reactions_full: { kind: 'refused', title: 'This message has as many reactions as it can hold.' },
  invite_unknown: { kind: 'missing', title: 'This invitation is not valid, or no longer.' },
  picture_unknown: { kind: 'missing', title: 'There is no such picture.' },
  picture_not_readable: {
    kind: 'invalid',
    title: 'This is no picture we can read. JPEG, PNG, WebP and GIF are.',
  },
  picture_too_large: {
    kind: 'invalid',
    title: 'This picture is too large. Five megabytes is the most.',
  },
});
