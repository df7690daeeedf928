// How long everything may take. Both sides see each of these as a time of day.
const DAY_MS = 86_400_000;

export const DAYS = {
  /** The payee answers an ask-back. */
  answerAskBack: 7,
  /** The payer brings to a person what was kept. */
  escalate: 14,
  /** A person decides. */
  decide: 7,
  /** What a person may add, once. */
  extension: 7,
  /** The payee answers a report. */
  answerReport: 3,
  /** A payment is reported. */
  report: 120,
  /** The one who lost a decision appeals it. */
  appeal: 3,
  /** The payer appeals a rejection. */
  appealRejection: 14,
  /** An overturned payment is sent again. */
  sendAgain: 7,
} as const;

export const daysAfter = (from: Date, what: keyof typeof DAYS): Date =>
  new Date(from.getTime() + DAYS[what] * DAY_MS);
