// The way out of a page that lets nobody go on yet.
import { Button } from '@mantine/core';
import classes from './entrance.module.css';
import { useSignOut } from './use-sign-out.js';

export function SignOutLine() {
  const signOut = useSignOut();
  return (
    <p className={classes.links}>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={signOut.isPending}
        onClick={() => {
          signOut.mutate();
        }}
      >
        Sign out
      </Button>
    </p>
  );
}
