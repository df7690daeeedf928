// The closed list of every "no" this service can answer, so that a client can be written against it.
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public, refuseRequest, statusOf } from './http.js';
import { knownRefusals, type RefusalText } from './refusal.js';

interface ProblemKindView {
  type: string;
  code: string;
  status: number;
  title: string;
}

@ApiTags('operation')
@Public()
@Controller('problems')
export class ProblemsController {
  @Get()
  @ApiOperation({ summary: 'Every refusal code, with its status and sentence' })
  list(): { problems: ProblemKindView[] } {
    const problems = [...knownRefusals()].map(([code, text]) => toView(code, text));
    return { problems: problems.sort((a, b) => (a.code < b.code ? -1 : 1)) };
  }

  @Get(':code')
  @ApiOperation({ summary: 'What one refusal code means' })
  one(@Param('code') code: string): ProblemKindView {
    const text = knownRefusals().get(code);
    if (text === undefined) throw refuseRequest('route_unknown');
    return toView(code, text);
  }
}

const toView = (code: string, { kind, title }: RefusalText): ProblemKindView => ({
  type: `/problems/${code}`,
  code,
  status: statusOf(kind),
  title,
});
