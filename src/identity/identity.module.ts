import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { People } from '../shared/people.js';
import { HostSessionsController } from './host/host-sessions.controller.js';
import { HostUsers } from './host/host-users.js';
import { Identity } from './identity.js';
import { SessionGuard } from './session.guard.js';
import { SessionsController } from './sessions.controller.js';

// Global, because it is what stands behind `People` for every other module.
@Global()
@Module({
  controllers: [SessionsController, HostSessionsController],
  providers: [
    Identity,
    HostUsers,
    { provide: People, useExisting: Identity },
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
  exports: [Identity, HostUsers, People],
})
export class IdentityModule {}
