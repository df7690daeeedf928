// Making an account, proving its address, and getting back into it, over HTTP. None of these needs a
// session, and none tells whether an address has an account.
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsString, Length, Matches, ValidateIf } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Transactor } from '../../shared/database.js';
import { Public } from '../../shared/http.js';
import { PlainText } from '../../shared/text.js';
import type { MailedCodeView, SessionView, SignedUpView } from '../contract.js';
import { EmailDto, MailedCodeDto, NewPasswordDto } from '../dto.js';
import { SessionViews } from '../sessions/session-views.js';
import { deviceFrom } from '../sessions/cookies.js';
import { SignIn } from '../sessions/sign-in.js';
import { Accounts } from './accounts.js';

class SignUpDto extends EmailDto {
  @ApiProperty({ example: 'ana', description: 'Two to thirty of a-z, 0-9 and _' })
  @Matches(/^[a-z0-9_]{2,30}$/, { message: 'handle must be 2 to 30 of a-z, 0-9 and _' })
  handle!: string;

  @ApiProperty({ example: 'Ana Lindqvist' })
  @PlainText({ max: 80 })
  name!: string;

  @ApiPropertyOptional({ description: 'Left out by whoever makes a passkey next' })
  @ValidateIf(({ password }: SignUpDto) => password !== undefined)
  @IsString()
  @Length(1, 200)
  password?: string;
}

@ApiTags('accounts')
@Public()
@Controller('v1')
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly signIn: SignIn,
    private readonly views: SessionViews,
    private readonly transactor: Transactor,
  ) {}

  @Post('accounts')
  @ApiOperation({ summary: 'Make an account and sign in; a code goes to the address' })
  async signUp(
    @Body() body: SignUpDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedUpView> {
    const passwordHash = await this.accounts.prepare(body);
    const { id, verificationId } = await this.transactor.run((tx) =>
      this.accounts.signUp(tx, body, passwordHash),
    );
    const signedIn = await this.signIn.open({ id, roles: ['person'] }, deviceFrom(request), false);
    return { ...(await this.views.opened(reply, signedIn)), verificationId };
  }

  @Post('email-verifications/:codeId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Prove an e-mail address by the code that was sent to it' })
  verifyEmail(@Param('codeId') id: string, @Body() { code }: MailedCodeDto): Promise<void> {
    return this.accounts.verifyEmail(id, code);
  }

  @Post('recovery')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Have a code sent to get back into an account; the same answer for all',
  })
  async beginRecovery(@Body() { email }: EmailDto): Promise<MailedCodeView> {
    return { codeId: await this.accounts.beginRecovery(email) };
  }

  @Post('recovery/:codeId')
  @ApiOperation({ summary: 'Set a new password by the code, and sign in; other sessions end' })
  async finishRecovery(
    @Param('codeId') id: string,
    @Body() { code, password }: NewPasswordDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const account = await this.accounts.finishRecovery(id, code, password);
    return this.views.opened(reply, await this.signIn.open(account, deviceFrom(request), false));
  }
}
