// Pieces of requests that several routes take.
import { ApiProperty } from '@nestjs/swagger';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import {
  IsEmail,
  IsObject,
  IsString,
  Length,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';

export const PIN_SHAPE = /^\d{6}$/;
const PASSWORD_MAX = 200;

export class PasswordDto {
  @ApiProperty()
  @IsString()
  @MinLength(1)
  @MaxLength(PASSWORD_MAX)
  password!: string;
}

export class SignInDto extends PasswordDto {
  @ApiProperty({ example: 'ana' })
  @IsString()
  @MinLength(1)
  @MaxLength(60)
  handle!: string;
}

export class PasskeyAnswerDto {
  @ApiProperty({ description: 'From the answer that began it' })
  @IsString()
  @MaxLength(60)
  ceremonyId!: string;

  @ApiProperty({ type: Object, description: "The browser's AuthenticationResponseJSON" })
  @IsObject()
  response!: AuthenticationResponseJSON;
}

export class EmailDto {
  @ApiProperty({ example: 'ana@example.org' })
  @IsEmail()
  @MaxLength(200)
  email!: string;
}

export class MailedCodeDto {
  @ApiProperty({ example: '40718263', description: 'Eight digits from the letter' })
  @Matches(/^\d{8}$/, { message: 'code must be eight digits' })
  code!: string;
}

export class NewPasswordDto extends MailedCodeDto {
  @ApiProperty({ minLength: 8, maxLength: PASSWORD_MAX })
  @IsString()
  @Length(1, PASSWORD_MAX)
  password!: string;
}

export class RecoveredPinDto extends MailedCodeDto {
  @ApiProperty({ example: '739148' })
  @Matches(PIN_SHAPE, { message: 'pin must be six digits' })
  pin!: string;
}
