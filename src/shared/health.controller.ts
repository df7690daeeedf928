// For whoever supervises the process. Live: the process answers. Ready: it can also reach its
// database, so it may be given traffic.
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transactor } from './database.js';
import { Public, refuseRequest } from './http.js';

interface HealthView {
  status: 'ok';
}

@ApiTags('operation')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly transactor: Transactor) {}

  @Get('live')
  @ApiOperation({ summary: 'The process answers' })
  live(): HealthView {
    return { status: 'ok' };
  }

  @Get(['', 'ready'])
  @ApiOperation({ summary: 'The process answers and its database does too' })
  async ready(): Promise<HealthView> {
    try {
      await this.transactor.reader.query('SELECT 1');
    } catch {
      throw refuseRequest('temporarily_unavailable', 'The database does not answer.');
    }
    return { status: 'ok' };
  }
}
