// One's own passkeys over HTTP. Making one takes two requests: what the browser is handed, and what
// it answers.
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { IsObject, IsString, Length, Matches, MaxLength } from 'class-validator';
import { Transactor } from '../../shared/database.js';
import { type Actor, AnyRole, CurrentActor } from '../../shared/http.js';
import type { PasskeyCeremonyView, PasskeyView } from '../contract.js';
import { BeforeSecondFactor, StepUp } from '../holder.js';
import type { Passkey } from './passkey-store.js';
import { Passkeys } from './passkeys.js';

class NameDto {
  @ApiProperty({ example: 'My phone' })
  @IsString()
  @Length(1, 60)
  @Matches(/\S/, { message: 'name must not be blank' })
  name!: string;
}

class NewPasskeyDto extends NameDto {
  @ApiProperty({ description: 'From the answer that began it' })
  @IsString()
  @MaxLength(60)
  ceremonyId!: string;

  @ApiProperty({ type: Object, description: "The browser's RegistrationResponseJSON" })
  @IsObject()
  response!: RegistrationResponseJSON;
}

@ApiTags('security')
@AnyRole()
@Controller('v1/passkeys')
export class PasskeysController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly transactor: Transactor,
  ) {}

  @Get()
  @ApiOperation({ summary: 'My passkeys' })
  async list(@CurrentActor() actor: Actor): Promise<{ passkeys: PasskeyView[] }> {
    const passkeys = await this.passkeys.list(this.transactor.reader, actor.personId);
    return { passkeys: passkeys.map(toView) };
  }

  @StepUp()
  @BeforeSecondFactor('setting-up')
  @Post('begin')
  @ApiOperation({ summary: 'Begin to add a passkey: what the browser needs to make it' })
  begin(
    @CurrentActor() actor: Actor,
  ): Promise<PasskeyCeremonyView<PublicKeyCredentialCreationOptionsJSON>> {
    return this.passkeys.beginRegistration(actor.personId);
  }

  @StepUp()
  @BeforeSecondFactor('setting-up')
  @Post()
  @ApiOperation({ summary: 'Add the passkey that the browser has made' })
  async add(
    @CurrentActor() actor: Actor,
    @Body() { ceremonyId, response, name }: NewPasskeyDto,
  ): Promise<PasskeyView> {
    const { personId } = actor;
    return toView(await this.passkeys.finishRegistration(personId, ceremonyId, response, name));
  }

  @Put(':passkeyId/name')
  @HttpCode(204)
  @ApiOperation({ summary: 'Rename a passkey' })
  rename(
    @CurrentActor() { personId }: Actor,
    @Param('passkeyId') id: string,
    @Body() { name }: NameDto,
  ): Promise<void> {
    return this.transactor.run((tx) => this.passkeys.rename(tx, personId, id, name));
  }

  @StepUp()
  @Delete(':passkeyId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a passkey: it opens and confirms nothing any more' })
  remove(@CurrentActor() { personId }: Actor, @Param('passkeyId') id: string): Promise<void> {
    return this.transactor.run((tx) => this.passkeys.remove(tx, personId, id));
  }
}

const toView = ({ id, name, createdAt, lastUsedAt, synced }: Passkey): PasskeyView => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  synced,
});
