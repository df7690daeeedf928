// A person's activity over HTTP. Every filter is checked before anything is read; what does not fit
// together is refused as well, so that an empty page always means that there is nothing.
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { currencyCodes } from '../../shared/currencies.js';
import { type Actor, CurrentActor } from '../../shared/http.js';
import { parseMoney } from '../../shared/money.js';
import { PageQuery } from '../../shared/page.query.js';
import { refusals } from '../../shared/refusal.js';
import { PlainText } from '../../shared/text.js';
import { ActivityPages } from './activity-page.js';
import type { ActivityFilters, ActivityPage } from './contract.js';

const refuse = refusals({
  activity_amount_needs_currency: {
    kind: 'invalid',
    title: 'Please say in which currency the amounts are.',
  },
  activity_range_reversed: { kind: 'invalid', title: 'That range ends before it begins.' },
});

// A time without a zone would be a different time on every server.
const ZONED = /T.*(Z|[+-]\d{2}:?\d{2})$/;

function When(description: string): PropertyDecorator {
  return (target, name) => {
    ApiPropertyOptional({ description, example: '2026-11-01T00:00:00Z' })(target, name);
    IsOptional()(target, name);
    IsISO8601({ strict: true })(target, name);
    Matches(ZONED, { message: '$property must be a time with its zone' })(target, name);
  };
}

class ActivityQuery extends PageQuery implements ActivityFilters {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^[0-9a-v]{26}$/)
  before?: string;

  @ApiPropertyOptional({ description: 'Only in this thread' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  threadId?: string;

  @ApiPropertyOptional({ description: 'Only with this person', example: 'usr_…' })
  @IsOptional()
  @Matches(/^usr_[0-9a-v]{26}$/)
  person?: string;

  @ApiPropertyOptional({ enum: ['in', 'out'] })
  @IsOptional()
  @IsIn(['in', 'out'])
  direction?: 'in' | 'out';

  @ApiPropertyOptional({ enum: ['payment', 'refund', 'cash_out'] })
  @IsOptional()
  @IsIn(['payment', 'refund', 'cash_out'])
  kind?: 'payment' | 'refund' | 'cash_out';

  @ApiPropertyOptional({ enum: ['open', 'done', 'failed'] })
  @IsOptional()
  @IsIn(['open', 'done', 'failed'])
  state?: 'open' | 'done' | 'failed';

  @ApiPropertyOptional({ example: 'EUR' })
  @IsOptional()
  @IsIn(currencyCodes())
  currency?: string;

  @ApiPropertyOptional({ description: 'At least so much, with `currency`', example: '5.00' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  min?: string;

  @ApiPropertyOptional({ description: 'At most so much, with `currency`', example: '20.00' })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  max?: string;

  @When('Not before this moment')
  from?: string;

  @When('Before this moment')
  to?: string;

  @ApiPropertyOptional({ description: 'Words of the note, or their beginnings', maxLength: 200 })
  @IsOptional()
  @PlainText({ max: 200 })
  @Matches(/[\p{L}\p{N}]/u, { message: 'q must have a letter or a digit' })
  q?: string;
}

@ApiTags('payments')
@Controller('v1/activity')
export class ActivityController {
  constructor(private readonly pages: ActivityPages) {}

  @Get()
  @ApiOperation({ summary: 'My payments, refunds and cash-outs, newest first' })
  list(@CurrentActor() actor: Actor, @Query() query: ActivityQuery): Promise<ActivityPage> {
    const asked = {
      viewerId: actor.personId,
      threadId: query.threadId ?? null,
      personId: query.person ?? null,
      direction: query.direction ?? null,
      kind: query.kind ?? null,
      state: query.state ?? null,
      currency: query.currency ?? null,
      text: query.q ?? null,
      before: query.before ?? null,
      ...amountsOf(query),
      ...timesOf(query),
    };
    return this.pages.find(asked, query.limit ?? 30);
  }
}

function amountsOf({ min, max, currency }: ActivityQuery) {
  const minor = (amount: string | undefined): bigint | null => {
    if (amount === undefined) return null;
    if (currency === undefined) throw refuse('activity_amount_needs_currency');
    return parseMoney({ amount, currency }).minor;
  };
  const [least, most] = [minor(min), minor(max)];
  if (least !== null && most !== null && least > most) throw refuse('activity_range_reversed');
  return { min: least, max: most };
}

function timesOf({ from, to }: ActivityQuery) {
  const [start, end] = [from, to].map((time) => (time === undefined ? null : new Date(time)));
  if (start && end && start > end) throw refuse('activity_range_reversed');
  return { from: start ?? null, to: end ?? null };
}
