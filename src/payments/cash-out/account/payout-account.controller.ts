// A person's payout account over HTTP. What the processor must know of a person is told to the
// processor alone, on its own page.
import { Controller, Get, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, CurrentActor } from '../../../shared/http.js';
import type { OnboardingView, PayoutAccountView } from '../contract.js';
import { toPayoutAccountView } from './payout-account.js';
import { PayoutAccounts } from './payout-accounts.js';

@ApiTags('cash-outs')
@Controller('v1/payout-account')
export class PayoutAccountController {
  constructor(private readonly accounts: PayoutAccounts) {}

  @Get()
  @ApiOperation({ summary: 'Where my money can be paid out, and what is still needed for that' })
  async one(@CurrentActor() actor: Actor): Promise<PayoutAccountView> {
    return toPayoutAccountView(await this.accounts.current(actor.personId));
  }

  @Post('onboarding')
  @ApiOperation({ summary: "The processor's page where I tell what is needed" })
  async onboard(@CurrentActor() actor: Actor): Promise<OnboardingView> {
    return { url: await this.accounts.beginOnboarding(actor.personId) };
  }
}
