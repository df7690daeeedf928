// The second factor by code over HTTP: set up once, shown at every sign-in by password.
import { Body, Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { CONFIG, type Config } from '../../shared/config.js';
import { Transactor } from '../../shared/database.js';
import { AnyRole } from '../../shared/http.js';
import type { EnrolmentView, SecondFactorView } from '../contract.js';
import { secondFactors } from '../accounts/account-store.js';
import { BeforeSecondFactor, CurrentHolder, StepUp } from '../holder.js';
import { tokenOf } from '../sessions/cookies.js';
import { type Holder, Sessions } from '../sessions/sessions.js';
import { SecondFactor } from './second-factor.js';

class CodeDto {
  @ApiProperty({ example: '492039', description: 'Six digits, as the app shows them' })
  @Matches(/^\d{6}$/, { message: 'code must be six digits' })
  code!: string;
}

@ApiTags('security')
@AnyRole()
@Controller('v1/second-factor')
export class SecondFactorController {
  constructor(
    private readonly secondFactor: SecondFactor,
    private readonly sessions: Sessions,
    private readonly transactor: Transactor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @BeforeSecondFactor()
  @Get()
  @ApiOperation({ summary: 'What I have set up besides a password' })
  state(@CurrentHolder() { personId }: Holder): Promise<SecondFactorView> {
    return secondFactors(this.transactor.reader, personId);
  }

  @StepUp()
  @BeforeSecondFactor('setting-up')
  @Post('totp')
  @ApiOperation({ summary: 'Begin to set it up: the secret, for an app to read' })
  enrol(@CurrentHolder() { personId }: Holder): Promise<EnrolmentView> {
    return this.secondFactor.enrol(personId);
  }

  @StepUp()
  @BeforeSecondFactor('setting-up')
  @Post('totp/confirm')
  @HttpCode(204)
  @ApiOperation({ summary: 'Set it up by a first code' })
  async confirm(
    @CurrentHolder() holder: Holder,
    @Body() { code }: CodeDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.secondFactor.confirm(holder, code);
    this.sessions.forget(tokenOf(request, this.config.publicUrl));
  }

  @BeforeSecondFactor()
  @Post('show')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Show it after signing in by password; five wrong codes end the session',
  })
  async show(
    @CurrentHolder() holder: Holder,
    @Body() { code }: CodeDto,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.secondFactor.show(holder, code);
    this.sessions.forget(tokenOf(request, this.config.publicUrl));
  }
}
