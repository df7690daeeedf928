// Support's desk over HTTP: one person at a time, never without a reason, and every look on record.
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor, RolesAllowed } from '../../shared/http.js';
import { PlainText } from '../../shared/text.js';
import type { SupportPersonView } from '../contract.js';
import { coolingOff } from '../cooling-off.js';
import { refuse } from '../refusals.js';
import { deviceOf } from '../sessions/devices.js';
import { Sessions } from '../sessions/sessions.js';
import { recordViews } from './data-views.js';
import { maskedEmail, supportedPerson } from './staff-store.js';

class ReasonQuery {
  @ApiProperty({ description: 'Why, for the record', minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500 })
  reason!: string;
}

@ApiTags('staff')
@RolesAllowed('support')
@Controller('v1/support/people')
export class SupportController {
  constructor(
    private readonly transactor: Transactor,
    private readonly sessions: Sessions,
  ) {}

  @Get(':person')
  @ApiOperation({ summary: 'One person, by id or handle, on record and with a reason' })
  one(
    @CurrentActor() actor: Actor,
    @Param('person') idOrHandle: string,
    @Query() { reason }: ReasonQuery,
  ): Promise<SupportPersonView> {
    return this.transactor.run(async (tx) => {
      const person = await supportedPerson(tx, idOrHandle);
      if (person === undefined) throw refuse('account_holder_unknown');
      await recordViews(tx, [{ viewerId: actor.personId, subjectId: person.id, reason }]);
      const sessions = await this.sessions.list(tx, person.id);
      const cooling = (await coolingOff(tx, [person.id])).get(person.id);
      const { email, createdAt, ...rest } = person;
      return {
        ...rest,
        email: email === null ? null : maskedEmail(email),
        createdAt: createdAt.toISOString(),
        coolingOffUntil: cooling?.toISOString() ?? null,
        sessions: sessions.map(({ userAgent, createdAt: openedAt, lastUsedAt }) => ({
          device: deviceOf(userAgent),
          createdAt: openedAt.toISOString(),
          lastUsedAt: lastUsedAt.toISOString(),
        })),
      };
    });
  }
}
