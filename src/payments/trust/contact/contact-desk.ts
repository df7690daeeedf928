// What a person sees of trusted contacts: their own, who named them, and what waits for their word.
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../shared/config.js';
import { Transactor } from '../../../shared/database.js';
import { formatMoney } from '../../../shared/money.js';
import { People, type Profile } from '../../../shared/people.js';
import { present } from '../../../shared/refusal.js';
import { partyOf } from '../../payment/payment.view.js';
import { findPayments } from '../../payment/payment-store.js';
import { askedOf, contactOf, namedBy, type TrustedContact } from './contact-store.js';
import type { AgreementView, TrustedContactView } from './contract.js';

@Injectable()
export class ContactDesk {
  constructor(
    private readonly transactor: Transactor,
    private readonly people: People,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async read(personId: string): Promise<TrustedContactView> {
    const { reader } = this.transactor;
    const mine = await contactOf(reader, personId);
    const of = await namedBy(reader, personId);
    const people = await this.people.profiles(reader, [
      ...(mine === undefined ? [] : [mine.contactId]),
      ...of.map((each) => each.personId),
    ]);
    const { coolingHours, hours } = this.config.agreement;
    return {
      mine: mine === undefined ? null : mineOf(mine, people),
      of: of.map((each) => ({ person: partyOf(each.personId, people), state: stateOf(each) })),
      coolingHours,
      waitingHours: hours,
    };
  }

  /** What waits for this person's word, due soonest first. */
  async asked(contactId: string): Promise<AgreementView[]> {
    const { reader } = this.transactor;
    const ids = await askedOf(reader, contactId);
    const found = await findPayments(reader, ids);
    const byId = new Map(found.map((payment) => [payment.id, payment]));
    const people = await this.people.profiles(
      reader,
      found.flatMap(({ payerId, payeeId }) => [payerId, payeeId]),
    );
    return ids.flatMap((id) => {
      const payment = byId.get(id);
      // Decided in this moment.
      if (payment?.state !== 'asking') return [];
      return {
        paymentId: id,
        payer: partyOf(payment.payerId, people),
        payee: partyOf(payment.payeeId, people),
        amount: formatMoney(payment.amount),
        askedAt: payment.createdAt.toISOString(),
        by: present(payment.agreeBy, 'what is asked about has a deadline').toISOString(),
      };
    });
  }
}

const stateOf = ({ accepted }: TrustedContact): 'asked' | 'active' =>
  accepted ? 'active' : 'asked';

function mineOf(
  mine: TrustedContact,
  people: ReadonlyMap<string, Profile>,
): TrustedContactView['mine'] {
  const { contactId, limit, change } = mine;
  return {
    contact: partyOf(contactId, people),
    state: stateOf(mine),
    limit: formatMoney(limit),
    change: change && {
      limit: change.limit && formatMoney(change.limit),
      at: change.at.toISOString(),
    },
  };
}
