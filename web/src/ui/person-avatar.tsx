// A person's initials on a quiet colour of their own. The colour comes from the handle, which is known
// on every screen, even before anybody signs in, so one person has one colour everywhere. It is
// decoration only; the name always stands beside it.
import classes from './person-avatar.module.css';

interface Props {
  name: string;
  /** What the colour is made from: a person's handle, or the id of a group. */
  seed: string;
  size?: number;
}

export function PersonAvatar({ name, seed, size = 40 }: Props) {
  return (
    <span
      aria-hidden="true"
      className={classes.root}
      style={{ '--hue': hueOf(seed), '--size': `${String(size)}px` } as React.CSSProperties}
    >
      {initialsOf(name)}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return picked
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase();
}

// Short handles give sums close together; steps of the golden angle set their hues apart.
const GOLDEN_ANGLE = 137.508;

function hueOf(seed: string): number {
  let sum = 7;
  for (const character of seed) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return Math.round(sum * GOLDEN_ANGLE) % 360;
}
