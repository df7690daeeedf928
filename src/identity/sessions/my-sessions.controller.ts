// One's own sessions over HTTP: where the account is open, ending some or all of them, and showing once
// more that it is oneself before something grave.
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor } from '../../shared/database.js';
import { AnyRole } from '../../shared/http.js';
import type { NoticeView, OpenSessionView, PasskeyCeremonyView } from '../contract.js';
import { PasskeyAnswerDto, PasswordDto } from '../dto.js';
import { BeforeSecondFactor, CurrentHolder, WhileClosing } from '../holder.js';
import { Notices } from '../mail/notices.js';
import { tokenOf } from './cookies.js';
import { deviceOf } from './devices.js';
import { type Holder, Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';

@ApiTags('security')
@AnyRole()
@Controller('v1')
export class MySessionsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly notices: Notices,
    private readonly transactor: Transactor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('sessions')
  @ApiOperation({ summary: 'Where my account is open' })
  async list(@CurrentHolder() holder: Holder): Promise<{ sessions: OpenSessionView[] }> {
    const sessions = await this.sessions.list(this.transactor.reader, holder.personId);
    return {
      sessions: sessions.map(({ id, userAgent, createdAt, lastUsedAt, expiresAt }) => ({
        id,
        device: deviceOf(userAgent),
        current: id === holder.session.id,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      })),
    };
  }

  @Delete('sessions/others')
  @HttpCode(204)
  @ApiOperation({ summary: 'End every session but this one' })
  revokeOthers(@CurrentHolder() { personId, session }: Holder): Promise<void> {
    return this.transactor.run((tx) => this.sessions.revokeOthers(tx, personId, session.id));
  }

  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one session' })
  revoke(@CurrentHolder() { personId }: Holder, @Param('sessionId') id: string): Promise<void> {
    return this.transactor.run((tx) => this.sessions.revoke(tx, personId, id));
  }

  @Get('notices')
  @ApiOperation({ summary: 'What happened to my account, newest first' })
  async listNotices(@CurrentHolder() { personId }: Holder): Promise<{ notices: NoticeView[] }> {
    const notices = await this.notices.list(this.transactor.reader, personId);
    return {
      notices: notices.map(({ id, kind, detail, createdAt }) => ({
        id,
        kind,
        detail,
        createdAt: createdAt.toISOString(),
      })),
    };
  }

  @WhileClosing()
  @BeforeSecondFactor('setting-up')
  @Post('session/proof')
  @HttpCode(204)
  @ApiOperation({ summary: 'Show once more, by password, that it is me' })
  async prove(
    @CurrentHolder() holder: Holder,
    @Body() { password }: PasswordDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.signIn.proveByPassword(holder, password);
    this.sessions.forget(tokenOf(request, this.config.publicUrl));
  }

  @WhileClosing()
  @BeforeSecondFactor()
  @Post('session/proof/passkey/begin')
  @ApiOperation({ summary: 'Begin to show it by passkey: what the browser is handed' })
  beginProof(
    @CurrentHolder() { personId }: Holder,
  ): Promise<PasskeyCeremonyView<PublicKeyCredentialRequestOptionsJSON>> {
    return this.signIn.beginPasskey(personId);
  }

  @WhileClosing()
  @BeforeSecondFactor()
  @Post('session/proof/passkey')
  @HttpCode(204)
  @ApiOperation({ summary: 'Show it by passkey; for staff this is the second factor, too' })
  async proveByPasskey(
    @CurrentHolder() holder: Holder,
    @Body() { ceremonyId, response }: PasskeyAnswerDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.signIn.proveByPasskey(holder, ceremonyId, response);
    this.sessions.forget(tokenOf(request, this.config.publicUrl));
  }
}
