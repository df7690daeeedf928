// What a payer should know before paying somebody for the first time: pure sentences over facts. A
// warning is given only when a fact says so, and it names the fact; whoever is warned every time
// learns to look away.

/** What is known about a payment that somebody is about to make. */
export interface PayeeFacts {
  readonly payeeName: string;
  /** A payment to this person has arrived before. */
  readonly paidBefore: boolean;
  /** Minutes since the payee's account was made. */
  readonly accountMinutes: number;
  /** Minutes between the payee's first message and the one that named an amount; null for none. */
  readonly askedAfterMinutes: number | null;
  /** Different people who paid the payee for the first time within a week. */
  readonly newPayers7d: number;
  /** Another person the payer knows whose name or handle looks the same. */
  readonly looksLike: { readonly name: string; readonly handle: string } | null;
}

export const WARNING_CODES = [
  'looks_like_contact',
  'account_new',
  'asked_soon',
  'many_new_payers',
] as const;
export type WarningCode = (typeof WARNING_CODES)[number];

export interface Warning {
  readonly code: WarningCode;
  /** The fact, in a sentence for the payer. */
  readonly message: string;
}

const DAY = 24 * 60;
/** An account this young is new. */
const NEW_ACCOUNT_MINUTES = DAY;
/** Asking for money this soon after the first word is soon. */
const SOON_MINUTES = 60;
/** An account this young has no reason yet to be paid by many. */
const YOUNG_ACCOUNT_MINUTES = 30 * DAY;
const MANY_PAYERS = 3;

/** The warnings these facts ask for, the gravest first; none for somebody who was paid before. */
export function warningsOf(facts: PayeeFacts): Warning[] {
  const { payeeName, looksLike, accountMinutes, askedAfterMinutes, newPayers7d } = facts;
  if (facts.paidBefore) return [];
  const found: (Warning | null)[] = [
    looksLike && {
      code: 'looks_like_contact',
      message: `The name looks like ${looksLike.name} (@${looksLike.handle}), whom you know. This is somebody else.`,
    },
    accountMinutes < NEW_ACCOUNT_MINUTES
      ? {
          code: 'account_new',
          message: `${payeeName}’s account was made ${ago(accountMinutes)}.`,
        }
      : null,
    askedAfterMinutes !== null && askedAfterMinutes < SOON_MINUTES
      ? {
          code: 'asked_soon',
          message: `${payeeName} named an amount ${within(askedAfterMinutes)} of writing to you for the first time.`,
        }
      : null,
    accountMinutes < YOUNG_ACCOUNT_MINUTES && newPayers7d >= MANY_PAYERS
      ? {
          code: 'many_new_payers',
          message: `${String(newPayers7d)} people paid this new account for the first time this week.`,
        }
      : null,
  ];
  return found.filter((warning) => warning !== null);
}

function ago(minutes: number): string {
  if (minutes < 60)
    return `${String(Math.max(1, minutes))} minutes ago`.replace(/^1 minutes/, '1 minute');
  const hours = Math.floor(minutes / 60);
  return hours === 1 ? 'an hour ago' : `${String(hours)} hours ago`;
}

const within = (minutes: number): string =>
  minutes < 1 ? 'within a minute' : `within ${String(minutes + 1)} minutes`;
