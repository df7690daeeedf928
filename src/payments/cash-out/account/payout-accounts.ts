// Where a person's money is paid out: an account in their name at the processor, which asks them for
// all it must know. We keep how the account stands; the processor's events keep that current, and
// whoever looks at an account that is not ready has the processor asked.
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../shared/clock.js';
import { CONFIG, type Config } from '../../../shared/config.js';
import { type Database, Transactor } from '../../../shared/database.js';
import { present } from '../../../shared/refusal.js';
import { Inbox } from '../../inbox/inbox.js';
import { ProcessorPayoutAccounts } from '../../processor/payout-accounts.js';
import { OutcomeUnknown, ProcessorRefused } from '../../processor/processor.js';
import { refuseCashOut } from '../cash-out-refusals.js';
import { findAccount, insertAccount, storeAccount, storeGone } from './payout-account-store.js';
import { isReady, isRestricted, type PayoutAccount } from './payout-account.js';

@Injectable()
export class PayoutAccounts implements OnModuleInit {
  private readonly log = new Logger(PayoutAccounts.name);
  private readonly world: string;

  constructor(
    private readonly transactor: Transactor,
    private readonly processor: ProcessorPayoutAccounts,
    private readonly inbox: Inbox,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.world = config.stripe.processor;
  }

  onModuleInit(): void {
    const read = async (_id: string, event: { account: string | undefined }): Promise<void> => {
      if (event.account !== undefined) await this.renew(event.account);
    };
    this.inbox.handle('account', /^account\.updated$/, (accountId) => this.renew(accountId));
    this.inbox.handle('capability', /^capability\.updated$/, read);
    for (const kind of ['bank_account', 'card']) {
      this.inbox.handle(kind, /^account\.external_account\./, read);
    }
  }

  /** A person's account as we know it; undefined when they have none. */
  of(db: Database, personId: string): Promise<PayoutAccount | undefined> {
    return findAccount(db, personId, this.world);
  }

  /** The same, asked for anew while it is not ready and the processor answers. */
  async current(personId: string): Promise<PayoutAccount | undefined> {
    const { reader } = this.transactor;
    const account = await this.of(reader, personId);
    if (account === undefined || isReady(account)) return account;
    try {
      await this.renew(account.accountId);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      this.log.warn(`${account.accountId} is told from what we know: ${error.message}`);
    }
    return this.of(reader, personId);
  }

  /**
   * The processor's page where the person tells what is due. Refuses `cash_out_restricted` for those
   * it turned away, and `cash_out_account_unavailable` while it does not answer.
   */
  async beginOnboarding(personId: string): Promise<string> {
    const { reader } = this.transactor;
    const wallet = `${this.config.publicUrl}/wallet`;
    const known = await this.of(reader, personId);
    if (known !== undefined && isRestricted(known)) throw refuseCashOut('cash_out_restricted');
    try {
      const { accountId } = known ?? (await this.create(personId));
      return await this.processor.onboardingLink(accountId, {
        returnUrl: `${wallet}?payout=done`,
        refreshUrl: `${wallet}?payout=again`,
      });
    } catch (error) {
      if (!(error instanceof OutcomeUnknown || error instanceof ProcessorRefused)) throw error;
      this.log.error(`onboarding of ${personId}: ${error.message}`);
      throw refuseCashOut('cash_out_account_unavailable');
    }
  }

  private async create(personId: string): Promise<PayoutAccount> {
    const { reader } = this.transactor;
    const askedAt = this.clock.now();
    const account = await this.processor.create(personId);
    await insertAccount(reader, personId, this.world, account);
    await storeAccount(reader, account, askedAt);
    return present(await this.of(reader, personId), 'a new account was kept');
  }

  private async renew(accountId: string): Promise<void> {
    const { reader } = this.transactor;
    const askedAt = this.clock.now();
    const account = await this.processor.find(accountId);
    if (account === undefined) await storeGone(reader, accountId, askedAt);
    else await storeAccount(reader, account, askedAt);
  }
}
