import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { People } from '../shared/people.js';
import { HostSessionsController } from './host/host-sessions.controller.js';
import { HostUsers } from './host/host-users.js';
import { ConfirmationsController } from './confirmations.controller.js';
import { Confirmations } from './confirmations.js';
import { Identity } from './identity.js';
import { PasskeysController } from './passkeys/passkeys.controller.js';
import { Passkeys } from './passkeys/passkeys.js';
import { PinController } from './pin/pin.controller.js';
import { Pins } from './pin/pins.js';
import { SessionGuard } from './session.guard.js';
import { SessionsController } from './sessions.controller.js';

// Global, because it is what stands behind `People` for every other module.
@Global()
@Module({
  controllers: [
    SessionsController,
    HostSessionsController,
    PinController,
    PasskeysController,
    ConfirmationsController,
  ],
  providers: [
    Identity,
    HostUsers,
    Pins,
    Passkeys,
    Confirmations,
    { provide: People, useExisting: Identity },
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
  exports: [Identity, HostUsers, People, Confirmations],
})
export class IdentityModule {}
