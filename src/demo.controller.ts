// Stepping in as one of the demonstration's people with one tap. They and their password are public, so
// nothing is proven here, and their second factor is taken as shown. Without DEMO the route is not there.
import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DEMO_PASSWORD, DEMO_PEOPLE } from './demo.js';
import { deviceFrom, type SessionView, SessionViews, SignIn } from './identity/index.js';
import { CONFIG, type Config } from './shared/config.js';
import { Public, refuseRequest } from './shared/http.js';

const HANDLES = DEMO_PEOPLE.map(({ handle }) => handle);

class DemoDto {
  @ApiProperty({ enum: HANDLES })
  @IsIn(HANDLES)
  handle!: string;
}

@ApiTags('operation')
@Public()
@Controller('v1/demo')
export class DemoController {
  constructor(
    private readonly signIn: SignIn,
    private readonly views: SessionViews,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('sessions')
  @ApiOperation({ summary: 'Sign in as one of the demo people; only where they exist' })
  async step(
    @Body() { handle }: DemoDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    if (!this.config.demo) throw refuseRequest('route_unknown');
    const device = deviceFrom(request);
    const account = await this.signIn.accountOf(handle, DEMO_PASSWORD);
    return this.views.opened(reply, await this.signIn.open(account, device, true));
  }
}
