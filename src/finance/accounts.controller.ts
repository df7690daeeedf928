// Accounts over HTTP: finding them, reading what each has and may do, and changing what it may do.
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Length, ValidateIf } from 'class-validator';
import {
  accountAt,
  AccountLimits,
  accountsPage,
  Balances,
  changesOf,
  refOfAddress,
  refuseLedger,
  type ReportAccount,
} from '../ledger/index.js';
import { BOOK_READERS, FINANCE_ROLES } from '../identity/index.js';
import { Transactor } from '../shared/database.js';
import { type Actor, CurrentActor, RolesAllowed } from '../shared/http.js';
import { formatMinor, parseMoney } from '../shared/money.js';
import { PageQuery } from '../shared/page.query.js';
import { cut } from '../shared/pages.js';
import { PlainText } from '../shared/text.js';
import { knownCode } from './answers/report.query.js';
import { accountView } from './answers/views.js';
import type { AccountDetailView, AccountsPage, AccountState, AccountView } from './contract.js';
import { RecordAccountLook } from './record-account-look.js';
import { StaffNames } from './staff-names.js';

const STATES = ['open', 'debit_only', 'frozen', 'closed'] as const;

class AccountsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 2010 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  code?: number;

  @ApiPropertyOptional({ description: 'Whose account it is', example: 'usr_…' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  owner?: string;

  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: AccountState;

  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  after?: string;
}

class LimitsDto {
  @ApiPropertyOptional({ enum: STATES })
  @IsOptional()
  @IsIn(STATES)
  state?: AccountState;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Null takes it away' })
  @ValidateIf((dto: LimitsDto) => dto.floor !== undefined && dto.floor !== null)
  @IsString()
  @Length(1, 64)
  floor?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Null takes it away' })
  @ValidateIf((dto: LimitsDto) => dto.ceiling !== undefined && dto.ceiling !== null)
  @IsString()
  @Length(1, 64)
  ceiling?: string | null;

  @ApiProperty({ description: 'Why, for the record', minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500 })
  reason!: string;
}

@ApiTags('finance')
@RolesAllowed(...BOOK_READERS)
@Controller('v1/finance/accounts')
export class AccountsController {
  constructor(
    private readonly transactor: Transactor,
    private readonly balances: Balances,
    private readonly limits: AccountLimits,
    private readonly names: StaffNames,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Accounts by code, owner and state' })
  async list(@Query() query: AccountsQuery): Promise<AccountsPage> {
    const limit = query.limit ?? 50;
    const found = await accountsPage(this.transactor.reader, {
      code: knownCode(query.code),
      owner: query.owner ?? null,
      state: query.state ?? null,
      after: query.after ?? null,
      limit: limit + 1,
    });
    const { rows, next } = cut(found, limit, ({ address }) => address);
    const accounts: AccountView[] = [];
    for (const account of rows) accounts.push(await this.view(account));
    return { accounts, next };
  }

  @UseInterceptors(RecordAccountLook)
  @Get(':address')
  @ApiOperation({ summary: 'One account, and who changed what it may do' })
  async one(@Param('address') address: string): Promise<AccountDetailView> {
    const { reader } = this.transactor;
    const account = await accountAt(reader, address);
    const changes = await changesOf(reader, account.id);
    const names = await this.names.of(changes.map(({ changedBy }) => changedBy));
    const money = (minor: bigint | null): string | null =>
      minor === null ? null : formatMinor(minor, account.currency);
    return {
      ...(await this.view(account)),
      changes: changes.map((change) => ({
        ...change,
        floor: money(change.floor),
        ceiling: money(change.ceiling),
        changedBy: names(change.changedBy),
        recordedAt: change.recordedAt.toISOString(),
      })),
    };
  }

  @RolesAllowed(...FINANCE_ROLES)
  @Post(':address/limits')
  @HttpCode(200)
  @ApiOperation({ summary: 'Change what an account may do; states an outcome, so it needs no key' })
  async change(
    @CurrentActor() actor: Actor,
    @Param('address') address: string,
    @Body() { state, floor, ceiling, reason }: LimitsDto,
  ): Promise<AccountDetailView> {
    const ref = refOfAddress(address);
    if (ref === undefined) throw refuseLedger('account_unknown');
    const change = {
      ...(state === undefined ? {} : { state }),
      ...(floor === undefined ? {} : { floor: limitOf(floor, ref.currency) }),
      ...(ceiling === undefined ? {} : { ceiling: limitOf(ceiling, ref.currency) }),
      reason,
      changedBy: actor.personId,
    };
    await this.transactor.run((tx) => this.limits.change(tx, ref, change));
    return this.one(address);
  }

  private async view(account: ReportAccount): Promise<AccountView> {
    const balance = account.appendOnly
      ? await this.balances.balanceNow(account.address)
      : account.balance;
    return accountView(account, balance);
  }
}

/** A limit in minor units; unlike a payment's amount it may be zero or below. */
function limitOf(amount: string | null, currency: string): bigint | null {
  if (amount === null) return null;
  if (/^-?0+(\.0+)?$/.test(amount)) return 0n;
  return amount.startsWith('-')
    ? -parseMoney({ amount: amount.slice(1), currency }).minor
    : parseMoney({ amount, currency }).minor;
}
