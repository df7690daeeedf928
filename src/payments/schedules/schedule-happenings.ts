// What of a schedule its payer is told of; the payee is told of what arrives, and of no promise. Nothing
// here touches a database.
import type { Happening } from '../../shared/happenings.js';
import { formatMoney } from '../../shared/money.js';
import type { Claimed } from './occurrence-store.js';
import { DAY_MS, type Schedule } from './schedule.js';

/** `late`: sent late. `bank`: waits for the payer's bank. `missed`, `refused`: not sent. `paused`: for good. */
export type Trouble = 'late' | 'bank' | 'missed' | 'refused' | 'paused';

type About = Pick<Claimed, 'threadId' | 'payerId' | 'payeeId' | 'terms'> & { readonly id: string };

const happening = (
  about: About,
  told: Pick<Happening, 'kind' | 'detail' | 'event'>,
): Happening => ({
  ...told,
  personIds: [about.payerId],
  otherId: about.payeeId,
  threadId: about.threadId,
  subjectId: about.id,
  amount: formatMoney(about.terms.amount),
});

/** The next one is near. Its moment is part of the name: one that was moved is told of anew. */
export function noticeOf(schedule: Schedule, now: Date): Happening {
  const { id, nextNumber, nextAt } = schedule;
  const left = (nextAt?.getTime() ?? 0) - now.getTime();
  return happening(schedule, {
    kind: 'schedule_due',
    detail: left > DAY_MS / 2 ? 'tomorrow' : 'soon',
    event: `${id}:due:${String(nextNumber)}:${nextAt?.toISOString() ?? ''}`,
  });
}

/** Something became of one occurrence that its payer should know. */
export const troubleOf = (about: About, number: number, detail: Trouble): Happening =>
  happening(about, {
    kind: 'schedule_trouble',
    detail,
    event: `${about.id}:${detail}:${String(number)}`,
  });
