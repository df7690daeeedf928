// Whoever works here and opens somebody's account, its statement or its explanation has looked at that
// person's money; it is put on record before anything is shown.
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Observable } from 'rxjs';
import { recordViews } from '../identity/index.js';
import { refOfAddress } from '../ledger/index.js';
import { Transactor } from '../shared/database.js';
import type { ActedRequest } from '../shared/http.js';

@Injectable()
export class RecordAccountLook implements NestInterceptor {
  constructor(private readonly transactor: Transactor) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const { actor, params } = context.switchToHttp().getRequest<ActedRequest>();
    const { address = '' } = params as { address?: string };
    // An account that is set aside for something is its person's as well: `usr_…:cash-out`.
    const subjectId = refOfAddress(address)?.owner.split(':')[0] ?? '';
    if (actor !== undefined && subjectId !== '') {
      const look = { viewerId: actor.personId, subjectId, reason: `account ${address}` };
      await this.transactor.run((tx) => recordViews(tx, [look]));
    }
    return next.handle();
  }
}
