// One's own account over HTTP: e-mail address and password.
import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transactor } from '../../shared/database.js';
import { AnyRole } from '../../shared/http.js';
import type { AccountView, MailedCodeView } from '../contract.js';
import { coolingOff } from '../cooling-off.js';
import { EmailDto, PasswordDto, RecoveredPinDto } from '../dto.js';
import { CurrentHolder, StepUp } from '../holder.js';
import { RecoverPin } from '../pin/recover-pin.js';
import { refuse } from '../refusals.js';
import type { Holder } from '../sessions/sessions.js';
import { Accounts } from './accounts.js';

@ApiTags('security')
@AnyRole()
@Controller('v1')
export class MyAccountController {
  constructor(
    private readonly accounts: Accounts,
    private readonly recoverPin: RecoverPin,
    private readonly transactor: Transactor,
  ) {}

  @Get('account')
  @ApiOperation({ summary: 'My address, whether I have a password, and whether I am cooling off' })
  async account(@CurrentHolder() { personId }: Holder): Promise<AccountView> {
    const { email, emailVerified, passwordHash } = await this.accounts.account(personId);
    const cooling = (await coolingOff(this.transactor.reader, [personId])).get(personId);
    return {
      email,
      emailVerified,
      hasPassword: passwordHash !== null,
      coolingOffUntil: cooling?.toISOString() ?? null,
    };
  }

  @StepUp()
  @Put('account/email')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Change my address: a code goes to the new one, which counts once proven',
  })
  async changeEmail(
    @CurrentHolder() { personId }: Holder,
    @Body() { email }: EmailDto,
  ): Promise<MailedCodeView> {
    return { codeId: await this.accounts.askForEmail(personId, email) };
  }

  @Post('account/email/code')
  @HttpCode(202)
  @ApiOperation({ summary: 'Have the code for my unproven address sent again' })
  async resend(@CurrentHolder() { personId }: Holder): Promise<MailedCodeView> {
    const { email, emailVerified } = await this.accounts.account(personId);
    if (email === null || emailVerified) throw refuse('email_nothing_to_prove');
    return { codeId: await this.accounts.askForEmail(personId, email) };
  }

  @StepUp()
  @Put('account/password')
  @HttpCode(204)
  @ApiOperation({ summary: 'Set or change my password; every other session ends' })
  changePassword(
    @CurrentHolder() { personId, session }: Holder,
    @Body() { password }: PasswordDto,
  ): Promise<void> {
    return this.accounts.changePassword(personId, password, session.id);
  }

  @StepUp()
  @Post('pin/recovery')
  @HttpCode(202)
  @ApiOperation({ summary: 'Have a code sent to set a new PIN without the old one' })
  async beginPinRecovery(@CurrentHolder() { personId }: Holder): Promise<MailedCodeView> {
    return { codeId: await this.recoverPin.begin(personId) };
  }

  @StepUp()
  @Post('pin/recovery/:codeId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Set a new PIN by the code; a day of cooling-off begins' })
  finishPinRecovery(
    @CurrentHolder() { personId }: Holder,
    @Param('codeId') id: string,
    @Body() { code, pin }: RecoveredPinDto,
  ): Promise<void> {
    return this.recoverPin.finish(personId, id, code, pin);
  }
}
