// Signing in and out over HTTP. A browser gets the token as a cookie that scripts cannot read; other
// clients take it from the body and send it as a bearer token.
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor } from '../../shared/database.js';
import { AnyRole, Public } from '../../shared/http.js';
import type { PasskeyCeremonyView, SessionView } from '../contract.js';
import { PasskeyAnswerDto, SignInDto } from '../dto.js';
import { BeforeSecondFactor, CurrentHolder, WhileClosing } from '../holder.js';
import { SessionViews } from './session-views.js';
import { clearSessionCookie, deviceFrom, tokenOf } from './cookies.js';
import { type Holder, Sessions } from './sessions.js';
import { SignIn } from './sign-in.js';

@ApiTags('sessions')
@AnyRole()
@Controller('v1')
export class SessionsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly views: SessionViews,
    private readonly transactor: Transactor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Post('sessions')
  @ApiOperation({ summary: 'Sign in by handle and password' })
  async withPassword(
    @Body() { handle, password }: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const signedIn = await this.signIn.withPassword(handle, password, deviceFrom(request));
    return this.views.opened(reply, signedIn);
  }

  @Public()
  @Post('sessions/passkey/begin')
  @ApiOperation({ summary: 'Begin to sign in by passkey: what the browser is handed' })
  beginPasskey(): Promise<PasskeyCeremonyView<PublicKeyCredentialRequestOptionsJSON>> {
    return this.signIn.beginPasskey(null);
  }

  @Public()
  @Post('sessions/passkey')
  @ApiOperation({ summary: 'Sign in by passkey' })
  async withPasskey(
    @Body() { ceremonyId, response }: PasskeyAnswerDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const signedIn = await this.signIn.withPasskey(ceremonyId, response, deviceFrom(request));
    return this.views.opened(reply, signedIn);
  }

  @WhileClosing()
  @BeforeSecondFactor()
  @Get('session')
  @ApiOperation({ summary: 'Who is signed in, and whether a second factor is still to be shown' })
  session(@CurrentHolder() holder: Holder): Promise<SessionView> {
    return this.views.of(holder);
  }

  @WhileClosing()
  @BeforeSecondFactor()
  @Delete('session')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out: the session ends at once, everywhere' })
  async signOut(
    @CurrentHolder() { personId, session }: Holder,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.transactor.run((tx) => this.sessions.revoke(tx, personId, session.id));
    this.sessions.forget(tokenOf(request, this.config.publicUrl));
    clearSessionCookie(reply, this.config.publicUrl);
  }
}
