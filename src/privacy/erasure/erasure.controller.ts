// Leaving over HTTP: asked for, looked at, called off.
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  clearSessionCookie,
  CurrentHolder,
  type Holder,
  Sessions,
  StepUp,
  tokenOf,
  WhileClosing,
} from '../../identity/index.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { AnyRole } from '../../shared/http.js';
import type { AskErasureBody, ErasureView } from '../contract.js';
import { Erasures } from './erasures.js';

class AskErasureDto implements AskErasureBody {
  @ApiProperty({ description: 'My handle, typed', example: 'ana' })
  @IsString()
  @Length(1, 60)
  confirmation!: string;
}

@ApiTags('security')
@AnyRole()
@Controller('v1/account/erasure')
export class ErasureController {
  constructor(
    private readonly erasures: Erasures,
    private readonly sessions: Sessions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @StepUp()
  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Have my account erased in a day; every session ends now' })
  async ask(
    @CurrentHolder() holder: Holder,
    @Body() { confirmation }: AskErasureDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ErasureView> {
    const asked = await this.erasures.ask(holder, confirmation);
    clearSessionCookie(reply, this.config.publicUrl);
    return asked;
  }

  @WhileClosing()
  @Get()
  @ApiOperation({ summary: 'Until when the erasure of my account can be called off' })
  waiting(@CurrentHolder() { personId }: Holder): Promise<ErasureView> {
    return this.erasures.waiting(personId);
  }

  @WhileClosing()
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Call the erasure of my account off' })
  async callOff(
    @CurrentHolder() { personId }: Holder,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.erasures.callOff(personId);
    this.sessions.forget(tokenOf(request, this.config.publicUrl));
  }
}
