// Text that people write: names, notes, messages, reasons. What is stored is what is seen: composed, with
// nothing invisible in it, nothing that turns the direction of what stands beside it, and no card
// number. Whoever looks like somebody else is found by the skeleton of the name.
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsString, Length, Matches } from 'class-validator';
import { rectifyConfusion } from 'unicode-confusables';

const freeTextNames = new Set<string>();

/** Whether some body has a property of this name that holds free text. */
export const isFreeText = (name: string): boolean => freeTextNames.has(name);

export interface PlainTextOptions {
  readonly min?: number;
  /** In UTF-16 units, after cleaning. */
  readonly max: number;
  /** Whether it may have several lines. */
  readonly lines?: boolean;
}

/**
 * A property of a request that holds text people wrote. It arrives cleaned, and a card number in it is
 * masked before anything else sees it; the same property name is masked wherever it occurs.
 */
export function PlainText({ min = 1, max, lines = false }: PlainTextOptions): PropertyDecorator {
  return applyDecorators(
    (_: object, name?: string | symbol) => {
      if (typeof name === 'string') freeTextNames.add(name);
    },
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? cleanText(value, lines) : value,
    ),
    IsString(),
    Length(min, max),
    ...(min > 0 ? [Matches(/\S/, { message: '$property must not be blank' })] : []),
  );
}

// Controls, and characters that show nothing or turn the direction of what follows. The joiners stay
// between letters and inside emoji, where scripts need them.
const CONTROL = /\p{Cc}/gu;
const CONTROL_BUT_LINES = /(?![\n\t])\p{Cc}/gu;
const INVISIBLE = /(?![\u200c\u200d])(?:[\p{Cf}\u115f\u1160\u2028\u2029\u3164\uffa0]|\u034f)/gu;
// The flags of England, Scotland and Wales are a black flag and tags, which are invisible otherwise.
const TAGGED_FLAG = /\u{1f3f4}[\u{e0061}-\u{e007a}]{2,6}\u{e007f}/gu;
const LOOSE_JOINER =
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}\p{Extended_Pictographic}])/gu;
// Nobody writes more marks on one letter; piled up they cover the lines around them.
const MARKS_BEYOND_THREE = /(\p{M}{3})\p{M}+/gu;

/** What of a text is stored: NFC, nothing invisible, at most three marks on a letter. */
export function cleanText(text: string, lines = false): string {
  const flags: string[] = [];
  const kept = text
    .replace(/\r\n?/g, '\n')
    .replace(TAGGED_FLAG, (flag) => `\u{1f3f4}\ue000${String(flags.push(flag) - 1)}\ue001`)
    .replace(lines ? CONTROL_BUT_LINES : CONTROL, lines ? '' : ' ')
    .replace(INVISIBLE, '')
    .replace(LOOSE_JOINER, '')
    .normalize('NFC')
    .replace(MARKS_BEYOND_THREE, '$1');
  return kept
    .replace(/\u{1f3f4}\ue000(\d+)\ue001/gu, (_, index: string) => flags[Number(index)] ?? '')
    .trim();
}

/**
 * Whether an eye can take one name for the other (Unicode Technical Standard 39; neither case, marks nor
 * spaces matter). A name looks like itself.
 */
export function looksAlike(one: string, other: string): boolean {
  const others = skeletonsOf(other);
  return skeletonsOf(one).some((skeleton) => others.includes(skeleton));
}

// A capital I looks like a small l, and yet Iris and IRIS are the same name, so a name has two
// skeletons: one of what is written, one of its small letters.
function skeletonsOf(name: string): string[] {
  const small = (text: string): string => text.normalize('NFKD').toLowerCase();
  return [rectifyConfusion(name.normalize('NFKD')), small(name)].map((text) =>
    small(rectifyConfusion(small(text))).replace(/[^\p{L}\p{N}]/gu, ''),
  );
}
