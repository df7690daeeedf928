// Roles over HTTP, for administrators; and for auditors the two records: who may do what since when and
// why, and who looked at whose data.
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { Transactor } from '../../shared/database.js';
import { type Actor, CurrentActor, RolesAllowed } from '../../shared/http.js';
import { PageQuery } from '../../shared/page.query.js';
import { cut } from '../../shared/pages.js';
import { PlainText } from '../../shared/text.js';
import type { DataViewsPage, Role, RoleChangesPage, StaffMemberView } from '../contract.js';
import { Identity } from '../identity.js';
import { refuse } from '../refusals.js';
import { STAFF_ROLES } from '../roles.js';
import { dataViews } from './data-views.js';
import { RoleChanges } from './role-changes.js';
import { memberByHandle, staffMembers } from './staff-store.js';

class RoleChangeDto {
  @ApiProperty({ enum: STAFF_ROLES })
  @IsIn(STAFF_ROLES)
  role!: Role;

  @ApiProperty({ enum: ['grant', 'revoke'] })
  @IsIn(['grant', 'revoke'])
  change!: 'grant' | 'revoke';

  @ApiProperty({ description: 'Why, for the record', minLength: 3, maxLength: 500 })
  @PlainText({ min: 3, max: 500 })
  reason!: string;
}

class RecordQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'The `next` of the page before' })
  @IsOptional()
  @Matches(/^(rch|dvw)_[0-9a-v]{26}$/)
  before?: string;
}

@ApiTags('staff')
@Controller('v1/admin')
export class AdminController {
  constructor(
    private readonly transactor: Transactor,
    private readonly roleChanges: RoleChanges,
    private readonly identity: Identity,
  ) {}

  @RolesAllowed('admin', 'auditor')
  @Get('staff')
  @ApiOperation({ summary: 'Everybody who works here, and what they may do' })
  async staff(): Promise<{ staff: StaffMemberView[] }> {
    return { staff: await staffMembers(this.transactor.reader) };
  }

  @RolesAllowed('admin')
  @Get('people/:handle')
  @ApiOperation({ summary: 'One person by handle, to give them a role' })
  async person(@Param('handle') handle: string): Promise<StaffMemberView> {
    const person = await memberByHandle(this.transactor.reader, handle.toLowerCase());
    if (person === undefined) throw refuse('account_holder_unknown');
    return person;
  }

  @RolesAllowed('admin')
  @Post('people/:personId/roles')
  @HttpCode(204)
  @ApiOperation({ summary: 'Give or take a role, with a reason; never one’s own' })
  change(
    @CurrentActor() { personId: adminId }: Actor,
    @Param('personId') personId: string,
    @Body() { role, change, reason }: RoleChangeDto,
  ): Promise<void> {
    const wanted = { personId, role, change, reason };
    return this.transactor.run((tx) => this.roleChanges.change(tx, adminId, wanted));
  }

  @RolesAllowed('admin', 'auditor')
  @Get('role-changes')
  @ApiOperation({ summary: 'The record of roles, newest first' })
  async changes(@Query() { before, limit = 30 }: RecordQuery): Promise<RoleChangesPage> {
    const found = await this.roleChanges.list(this.transactor.reader, before ?? null, limit + 1);
    const { rows, next } = cut(found, limit, ({ id }) => id);
    const named = await this.names(rows.flatMap((row) => [row.personId, row.changedBy]));
    return {
      changes: rows.map(({ changedAt, personId, changedBy, ...row }) => ({
        ...row,
        person: named(personId),
        changedBy: named(changedBy),
        changedAt: changedAt.toISOString(),
      })),
      next,
    };
  }

  @RolesAllowed('auditor')
  @Get('data-views')
  @ApiOperation({ summary: 'Who looked at whose data, and why, newest first' })
  async views(@Query() { before, limit = 30 }: RecordQuery): Promise<DataViewsPage> {
    const found = await dataViews(this.transactor.reader, before ?? null, limit + 1);
    const { rows, next } = cut(found, limit, ({ id }) => id);
    const named = await this.names(rows.flatMap((row) => [row.viewerId, row.subjectId]));
    return {
      views: rows.map(({ id, viewerId, subjectId, reason, viewedAt }) => ({
        id,
        viewer: named(viewerId),
        subject: named(subjectId),
        reason,
        viewedAt: viewedAt.toISOString(),
      })),
      next,
    };
  }

  private async names(ids: readonly string[]): Promise<(id: string) => string> {
    const profiles = await this.identity.profiles(this.transactor.reader, ids);
    return (id) => profiles.get(id)?.name ?? id;
  }
}
