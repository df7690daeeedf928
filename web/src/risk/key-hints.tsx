// The keys of the console, in sight where there is a keyboard.
import { Kbd } from '@mantine/core';
import classes from './risk.module.css';

const reading = [
  [['j', 'k'], 'move'],
  [['Enter'], 'open'],
] as const;
const deciding = [...reading, [['r'], 'release'], [['x'], 'reject']] as const;

export function KeyHints({ mayDecide }: { mayDecide: boolean }) {
  const hints = mayDecide ? deciding : reading;
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
