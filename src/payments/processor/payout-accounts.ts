// The account at the processor into which a person is paid out: the processor asks the person who
// they are and for their bank, on a page of its own. What comes to us is how the account stands.

export interface ProcessorAccount {
  /** `acct_…` */
  readonly accountId: string;
  readonly payoutsEnabled: boolean;
  /** Whether money may be moved there: `active`, `pending` or `inactive`. */
  readonly transfers: string;
  readonly detailsGiven: boolean;
  /** The processor's names of what it needs now, for example `individual.dob.day`. */
  readonly currentlyDue: readonly string[];
  readonly pastDue: readonly string[];
  /** The processor's reason why it does not pay out, for example `rejected.fraud`. */
  readonly disabledReason: string | null;
  readonly currency: string | null;
  /** The bank account or debit card that is paid; undefined while there is none. */
  readonly destination: ProcessorDestination | undefined;
}

export interface ProcessorDestination {
  readonly id: string;
  /** What may be shown of it, for example `Bank ••6789`. */
  readonly label: string;
  /** Whether money can arrive there within minutes. */
  readonly instant: boolean;
}

/** Where the processor's page sends the person: when done, and when the link was no longer good. */
export interface OnboardingAddresses {
  readonly returnUrl: string;
  readonly refreshUrl: string;
}

/** All of them may throw OutcomeUnknown. */
export abstract class ProcessorPayoutAccounts {
  /** An account for a person; the same person always answers the same account. */
  abstract create(personId: string): Promise<ProcessorAccount>;

  /** The account as it is now; undefined when it is no longer ours to see. */
  abstract find(accountId: string): Promise<ProcessorAccount | undefined>;

  /** The address of the processor's page, good for a few minutes. Throws ProcessorRefused. */
  abstract onboardingLink(accountId: string, addresses: OnboardingAddresses): Promise<string>;
}
