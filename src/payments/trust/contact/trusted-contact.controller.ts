// Trusted contacts over HTTP: naming one, the limit, the end of it; and for whoever was named, yes and no.
import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type Allowance, Allowances } from '../../../shared/allowances.js';
import { type Actor, CurrentActor } from '../../../shared/http.js';
import { parseMoney } from '../../../shared/money.js';
import { MoneyDto } from '../../payment/money.dto.js';
import { ContactDesk } from './contact-desk.js';
import type {
  ContactConfirmationView,
  ContactLimitBody,
  NameContactBody,
  TrustedContactView,
} from './contract.js';
import { KeepContact } from './keep-contact.js';

class NameContactDto implements NameContactBody {
  @ApiProperty({ example: 'ben' })
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  handle!: string;

  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  limit!: MoneyDto;
}

class EndContactDto {
  @ApiPropertyOptional({ description: 'Proven before, where one is needed', example: 'cnf_…' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  confirmationId?: string;
}

class ContactLimitDto extends EndContactDto implements ContactLimitBody {
  @ApiProperty()
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  limit!: MoneyDto;
}

class ConfirmContactDto {
  @ApiPropertyOptional({ description: 'The higher limit; without it, the end' })
  @ValidateIf((dto: ConfirmContactDto) => dto.limit !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  limit?: MoneyDto;
}

// Naming somebody says whether there is such a handle.
const NAMED: Allowance = { points: 20, seconds: 3600 };

@ApiTags('trusted contact')
@Controller('v1/trusted-contact')
export class TrustedContactController {
  constructor(
    private readonly keep: KeepContact,
    private readonly desk: ContactDesk,
    private readonly allowances: Allowances,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whom I trust to agree to large payments, and who trusts me' })
  read(@CurrentActor() { personId }: Actor): Promise<TrustedContactView> {
    return this.desk.read(personId);
  }

  @Put()
  @ApiOperation({ summary: 'Ask somebody to be my trusted contact' })
  async name(
    @CurrentActor() { personId }: Actor,
    @Body() { handle, limit }: NameContactDto,
  ): Promise<TrustedContactView> {
    await this.allowances.spend('trusted_contact_named', personId, NAMED);
    await this.keep.name(personId, handle, parseMoney(limit));
    return this.desk.read(personId);
  }

  @Put('limit')
  @ApiOperation({ summary: 'Above which amount they must agree; a higher one waits' })
  async limit(
    @CurrentActor() { personId }: Actor,
    @Body() { limit, confirmationId }: ContactLimitDto,
  ): Promise<TrustedContactView> {
    await this.keep.setLimit(personId, parseMoney(limit), confirmationId ?? null);
    return this.desk.read(personId);
  }

  @Post('confirmation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin to confirm a higher limit, or the end' })
  confirm(
    @CurrentActor() { personId }: Actor,
    @Body() { limit }: ConfirmContactDto,
  ): Promise<ContactConfirmationView> {
    return this.keep.askToConfirm(personId, limit === undefined ? null : parseMoney(limit));
  }

  @Post('end')
  @HttpCode(200)
  @ApiOperation({ summary: 'End it; once they have said yes, it waits' })
  async end(
    @CurrentActor() { personId }: Actor,
    @Body() { confirmationId }: EndContactDto,
  ): Promise<TrustedContactView> {
    await this.keep.end(personId, confirmationId ?? null);
    return this.desk.read(personId);
  }

  @Post('keep')
  @HttpCode(200)
  @ApiOperation({ summary: 'Call off the change that waits' })
  async keepAll(@CurrentActor() { personId }: Actor): Promise<TrustedContactView> {
    await this.keep.keep(personId);
    return this.desk.read(personId);
  }

  @Post('of/:personId/accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Be somebody’s trusted contact' })
  async accept(
    @CurrentActor() actor: Actor,
    @Param('personId') personId: string,
  ): Promise<TrustedContactView> {
    await this.keep.accept(actor.personId, personId);
    return this.desk.read(actor.personId);
  }

  @Post('of/:personId/leave')
  @HttpCode(200)
  @ApiOperation({ summary: 'Not be it, or not any more' })
  async leave(
    @CurrentActor() actor: Actor,
    @Param('personId') personId: string,
  ): Promise<TrustedContactView> {
    await this.keep.leave(actor.personId, personId);
    return this.desk.read(actor.personId);
  }
}
