import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { People } from '../shared/people.js';
import { HostSessionsController } from './host/host-sessions.controller.js';
import { HostUsers } from './host/host-users.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { Accounts } from './accounts/accounts.js';
import { MyAccountController } from './accounts/my-account.controller.js';
import { Passwords } from './accounts/passwords.js';
import { ConfirmationsController } from './confirmations/confirmations.controller.js';
import { Confirmations } from './confirmations/confirmations.js';
import { Identity } from './identity.js';
import { MailCodes } from './mail/mail-codes.js';
import { Mailer } from './mail/mailer.js';
import { Notices } from './mail/notices.js';
import { PasskeysController } from './passkeys/passkeys.controller.js';
import { Passkeys } from './passkeys/passkeys.js';
import { PinController } from './pin/pin.controller.js';
import { Pins } from './pin/pins.js';
import { RecoverPin } from './pin/recover-pin.js';
import { SessionViews } from './sessions/session-views.js';
import { SessionGuard } from './session.guard.js';
import { TiersController } from './tiers/tiers.controller.js';
import { MySessionsController } from './sessions/my-sessions.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { Sessions } from './sessions/sessions.js';
import { SignIn } from './sessions/sign-in.js';
import { AdminController } from './staff/admin.controller.js';
import { RoleChanges } from './staff/role-changes.js';
import { SecondFactorController } from './staff/second-factor.controller.js';
import { SecondFactor } from './staff/second-factor.js';
import { SupportController } from './staff/support.controller.js';

// Global, because it is what stands behind `People` for every other module.
@Global()
@Module({
  controllers: [
    AccountsController,
    SessionsController,
    HostSessionsController,
    MySessionsController,
    MyAccountController,
    PinController,
    PasskeysController,
    ConfirmationsController,
    TiersController,
    SecondFactorController,
    SupportController,
    AdminController,
  ],
  providers: [
    Identity,
    HostUsers,
    Accounts,
    Passwords,
    Sessions,
    SessionViews,
    SignIn,
    Pins,
    RecoverPin,
    Passkeys,
    Confirmations,
    SecondFactor,
    RoleChanges,
    Mailer,
    MailCodes,
    Notices,
    { provide: People, useExisting: Identity },
    { provide: APP_GUARD, useClass: SessionGuard },
  ],
  exports: [
    Identity,
    HostUsers,
    People,
    Confirmations,
    Mailer,
    Notices,
    Sessions,
    SignIn,
    SessionViews,
  ],
})
export class IdentityModule {}
