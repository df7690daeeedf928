// The door of /v1/host: an API key in place of a session, with the scope that the route names. A host's
// key is counted, so that one host never takes the room of the others.
import {
  applyDecorators,
  type CanActivate,
  createParamDecorator,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiOperation } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Allowances } from '../../shared/allowances.js';
import { Public } from '../../shared/http.js';
import { assert } from '../../shared/refusal.js';
import type { Scope } from '../contract.js';
import { refuse } from '../refusals.js';
import { ApiKeys, type KeyHolder } from './api-keys.js';

type HeldRequest = FastifyRequest & { holder?: KeyHolder };

const SCOPE = 'tenner:scope';
const REQUESTS = { points: 600, seconds: 60 };

@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeys,
    private readonly allowances: Allowances,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<HeldRequest>();
    const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const holder = await this.keys.holder(key ?? '');
    await this.allowances.spend('host-api', holder.keyId, REQUESTS);
    const scope = this.reflector.get<Scope | undefined>(SCOPE, context.getHandler());
    if (scope === undefined || !holder.scopes.includes(scope)) {
      throw refuse('api_key_scope_missing', scope);
    }
    request.holder = holder;
    return true;
  }
}

/** A route for a host's servers: it needs an API key with this scope. */
export const ForHosts = (scope: Scope, summary: string): MethodDecorator & ClassDecorator =>
  applyDecorators(
    Public(),
    SetMetadata(SCOPE, scope),
    UseGuards(ApiKeyGuard),
    ApiOperation({ summary, description: `Needs an API key with the scope ${scope}.` }),
  );

export const Holder = createParamDecorator((_: unknown, context: ExecutionContext): KeyHolder => {
  const { holder } = context.switchToHttp().getRequest<HeldRequest>();
  assert(holder !== undefined, 'a route that reads the holder must be ForHosts');
  return holder;
});
