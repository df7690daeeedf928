// A host's user comes in: the host's token in the Authorization header, our session in the answer.
import { Controller, Headers, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../../shared/http.js';
import type { SessionView } from '../contract.js';
import { toSessionView } from '../session.view.js';
import { refuseHost } from './host-token.js';
import { HostUsers } from './host-users.js';

@ApiTags('sessions')
@Public()
@Controller('v1/sessions/host')
export class HostSessionsController {
  constructor(private readonly hostUsers: HostUsers) {}

  @Post()
  @ApiOperation({ summary: "Exchange a token of the host's for a session, once" })
  @ApiHeader({ name: 'Authorization', required: true, description: 'Bearer, a JWT of the host' })
  async signIn(@Headers('authorization') authorization?: string): Promise<SessionView> {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    if (token === undefined) throw refuseHost('host_token_refused');
    const { token: session, person } = await this.hostUsers.signIn(token);
    return { ...toSessionView(person), token: session };
  }
}
