// A host's user comes in: the host's token in the Authorization header, our session in the answer.
import { Controller, Headers, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../shared/http.js';
import type { SessionView } from '../contract.js';
import { SessionViews } from '../sessions/session-views.js';
import { deviceFrom } from '../sessions/cookies.js';
import { refuseHost } from './host-token.js';
import { HostUsers } from './host-users.js';

@ApiTags('sessions')
@Public()
@Controller('v1/sessions/host')
export class HostSessionsController {
  constructor(
    private readonly hostUsers: HostUsers,
    private readonly views: SessionViews,
  ) {}

  @Post()
  @ApiOperation({ summary: "Exchange a token of the host's for a session, once" })
  @ApiHeader({ name: 'Authorization', required: true, description: 'Bearer, a JWT of the host' })
  async signIn(
    @Req() request: FastifyRequest,
    @Headers('authorization') authorization?: string,
  ): Promise<SessionView> {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    if (token === undefined) throw refuseHost('host_token_refused');
    return this.views.withToken(await this.hostUsers.signIn(token, deviceFrom(request)));
  }
}
