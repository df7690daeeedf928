// Whom somebody trusts to agree to their large payments. More protection counts at once; less of it, a
// higher limit or the end, is confirmed and waits a day, so that whoever holds a stolen phone wins
// nothing before its owner has noticed. What already waits for the contact stays theirs to decide.
import { Inject, Injectable } from '@nestjs/common';
import { Confirmations } from '../../../identity/index.js';
import { Clock } from '../../../shared/clock.js';
import { CONFIG, type Config } from '../../../shared/config.js';
import { Transactor, type Tx } from '../../../shared/database.js';
import { fingerprintOf } from '../../../shared/idempotency.js';
import { announce, type Happening } from '../../../shared/happenings.js';
import type { Money } from '../../../shared/money.js';
import { MoneyThreads } from '../../../shared/money-threads.js';
import { Outbox } from '../../../shared/outbox.js';
import { People } from '../../../shared/people.js';
import { refusals } from '../../../shared/refusal.js';
import { tellPeople } from '../../../shared/told.js';
import { CONFIRM_SECONDS, refuseConfirming } from '../confirming.js';
import { refuseCurrency } from '../payee.js';
import { contactAnswered, contactAsked } from './contact-happenings.js';
import {
  contactOf,
  lockContact,
  removeContact,
  storeContact,
  type TrustedContact,
} from './contact-store.js';
import type { ContactConfirmationView } from './contract.js';

const refuse = refusals({
  trusted_contact_unknown: { kind: 'missing', title: 'There is nobody of that name here.' },
  trusted_contact_is_you: { kind: 'invalid', title: 'You cannot be your own trusted contact.' },
  trusted_contact_exists: {
    kind: 'conflict',
    title: 'You have a trusted contact. End that first; it takes a day.',
  },
  trusted_contact_none: { kind: 'missing', title: 'There is no trusted contact.' },
});

/** Who the people are that a contact is found among, and who tells them. */
@Injectable()
export class ContactParts {
  constructor(
    readonly people: People,
    readonly threads: MoneyThreads,
    readonly confirmations: Confirmations,
    readonly outbox: Outbox,
  ) {}
}

@Injectable()
export class KeepContact {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: ContactParts,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Asks somebody, by handle, in place of whoever was asked and has not answered. */
  async name(personId: string, handle: string, limit: Money): Promise<void> {
    this.expectCurrency(limit);
    const contactId = await this.findContact(personId, handle);
    await this.write(personId, async (found, tx) => {
      if (found?.accepted === true) throw refuse('trusted_contact_exists');
      if (found?.contactId !== contactId) {
        await this.announce(tx, contactAsked({ personId, contactId }, this.clock.now()));
      }
      return { personId, contactId, accepted: false, limit, change: null };
    });
  }

  /** A lower limit counts at once and ends a change that waits; a higher one needs a confirmation. */
  async setLimit(personId: string, limit: Money, confirmationId: string | null): Promise<void> {
    this.expectCurrency(limit);
    await this.write(personId, async (found, tx) => {
      const contact = existing(found);
      if (!contact.accepted || isNarrower(limit, contact.limit)) {
        return { ...contact, limit, change: null };
      }
      await this.confirm(tx, personId, limit, confirmationId);
      return { ...contact, change: { limit, at: this.cooledOff() } };
    });
  }

  /** Ends it, at once while nobody has said yes. */
  async end(personId: string, confirmationId: string | null): Promise<void> {
    await this.write(personId, async (found, tx) => {
      const contact = existing(found);
      if (!contact.accepted) return null;
      await this.confirm(tx, personId, null, confirmationId);
      return { ...contact, change: { limit: null, at: this.cooledOff() } };
    });
  }

  /** Keeps everything as it is: what waits is called off. */
  async keep(personId: string): Promise<void> {
    await this.write(personId, (found) => ({ ...existing(found), change: null }));
  }

  /** The contact says yes. Refuses `trusted_contact_none`. */
  async accept(contactId: string, personId: string): Promise<void> {
    await this.write(personId, async (found, tx) => {
      const contact = existing(found, contactId);
      if (!contact.accepted) {
        await this.announce(tx, contactAnswered(contact, 'accepted', this.clock.now()));
      }
      return { ...contact, accepted: true };
    });
  }

  /** The contact says no, or stops; nobody is made to be one. Refuses `trusted_contact_none`. */
  async leave(contactId: string, personId: string): Promise<void> {
    await this.write(personId, async (found, tx) => {
      const contact = existing(found, contactId);
      const answer = contact.accepted ? 'left' : 'refused';
      await this.announce(tx, contactAnswered(contact, answer, this.clock.now()));
      return null;
    });
  }

  /** Begins the confirmation of a higher limit, or with null of the end. */
  async askToConfirm(personId: string, limit: Money | null): Promise<ContactConfirmationView> {
    existing(await contactOf(this.transactor.reader, personId));
    const digest = digestOf(personId, limit);
    const begun = await this.parts.confirmations.begin(personId, {
      digest,
      seconds: CONFIRM_SECONDS,
    });
    return { ...begun, expiresAt: begun.expiresAt.toISOString() };
  }

  /** Puts in place of what there is what `next` makes of it; null removes it. Both are told. */
  private async write(
    personId: string,
    next: (
      found: TrustedContact | undefined,
      tx: Tx,
    ) => TrustedContact | null | Promise<TrustedContact | null>,
  ): Promise<void> {
    await this.transactor.run(async (tx) => {
      const found = await lockContact(tx, personId);
      const made = await next(found, tx);
      if (made === null) await removeContact(tx, personId);
      else await storeContact(tx, made);
      const people = [personId, found?.contactId, made?.contactId];
      const personIds = [...new Set(people.filter((id) => id !== undefined))];
      await tellPeople(tx, this.parts.outbox, { personIds, what: 'agreements' });
    });
  }

  private announce(tx: Tx, happening: Happening): Promise<void> {
    return announce(tx, this.parts.outbox, [happening]);
  }

  private async findContact(personId: string, handle: string): Promise<string> {
    const { reader } = this.transactor;
    const found = await this.parts.people.byHandle(reader, handle.replace(/^@/, '').toLowerCase());
    if (found === undefined) throw refuse('trusted_contact_unknown');
    if (found.id === personId) throw refuse('trusted_contact_is_you');
    const blocked = await this.parts.threads.blocked(reader, [[personId, found.id]]);
    if (blocked.size > 0) throw refuse('trusted_contact_unknown');
    return found.id;
  }

  private async confirm(
    tx: Tx,
    personId: string,
    limit: Money | null,
    id: string | null,
  ): Promise<void> {
    if (id === null) throw refuseConfirming('confirmation_needed');
    const use = { id, personId, digest: digestOf(personId, limit) };
    const [good] = await this.parts.confirmations.consume(tx, [use]);
    if (good !== true) throw refuseConfirming('confirmation_not_valid');
  }

  private expectCurrency({ currency }: Money): void {
    const { currencies } = this.config;
    if (!currencies.includes(currency)) throw refuseCurrency(currencies);
  }

  private cooledOff(): Date {
    const hours = this.config.agreement.coolingHours;
    return new Date(this.clock.now().getTime() + hours * 3_600_000);
  }
}

function existing(found: TrustedContact | undefined, contactId?: string): TrustedContact {
  const isTheirs = contactId === undefined || found?.contactId === contactId;
  if (found === undefined || !isTheirs) throw refuse('trusted_contact_none');
  return found;
}

// Limits of two currencies cannot be compared, so the other one counts as higher.
const isNarrower = (limit: Money, than: Money): boolean =>
  limit.currency === than.currency && limit.minor <= than.minor;

const digestOf = (personId: string, limit: Money | null): Buffer =>
  fingerprintOf('trusted-contact', {
    personId,
    minor: limit?.minor.toString() ?? null,
    currency: limit?.currency ?? null,
  });
