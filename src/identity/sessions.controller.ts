// Signing in and out over HTTP. A browser gets the token as a cookie that scripts cannot read;
// other clients take it from the body and send it as a bearer token.
import '@fastify/cookie';
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../shared/config.js';
import { type Actor, CurrentActor, Public } from '../shared/http.js';
import { SESSION_COOKIE, tokenFrom } from '../shared/people.js';
import type { SessionView } from './contract.js';
import { Identity } from './identity.js';
import { toSessionView } from './session.view.js';

class SignInBody {
  @ApiProperty({ example: 'ana' })
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  handle!: string;

  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  password!: string;
}

@ApiTags('sessions')
@Controller('v1')
export class SessionsController {
  constructor(
    private readonly identity: Identity,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Public()
  @Post('sessions')
  @ApiOperation({ summary: 'Sign in' })
  async signIn(
    @Body() body: SignInBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    const { token, person } = await this.identity.signIn(body.handle, body.password);
    this.setCookie(reply, token, 30 * 86_400);
    return { ...toSessionView(person), token };
  }

  @Get('session')
  @ApiOperation({ summary: 'Who is signed in' })
  async session(@CurrentActor() actor: Actor): Promise<SessionView> {
    return toSessionView(await this.identity.person(actor.personId));
  }

  @Delete('session')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sign out: the session ends at once, everywhere' })
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = tokenFrom(request.headers);
    if (token !== undefined) await this.identity.signOut(token);
    this.setCookie(reply, '', 0);
  }

  private setCookie(reply: FastifyReply, token: string, maxAge: number): void {
    void reply.setCookie(SESSION_COOKIE, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: this.config.publicUrl.startsWith('https:'),
      maxAge,
    });
  }
}
