// What somebody tells the person who decides.
import { ApiProperty } from '@nestjs/swagger';
import { PlainText } from '../../shared/text.js';

export class WordsDto {
  @ApiProperty({ minLength: 3, maxLength: 2000 })
  @PlainText({ min: 3, max: 2000, lines: true })
  words!: string;
}
