// The keys of the console, in sight where there is a keyboard.
import { Kbd } from '@mantine/core';
import classes from './risk.module.css';

const hints = [
  [['j', 'k'], 'move'],
  [['Enter'], 'open'],
  [['r'], 'release'],
  [['x'], 'reject'],
] as const;

export function KeyHints() {
  return (
    <p className={classes.hints}>
      {hints.map(([keys, action]) => (
        <span key={action}>
          {keys.map((key) => (
            <Kbd key={key} size="xs">
              {key}
            </Kbd>
          ))}{' '}
          {action}
        </span>
      ))}
    </p>
  );
}
