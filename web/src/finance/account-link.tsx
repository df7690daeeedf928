// The address of an account as the way to its page.
import { Link } from '@tanstack/react-router';
import classes from './finance.module.css';

export function AccountLink({ address }: { address: string }) {
  return (
    <Link to="/finance/accounts/$address" params={{ address }} className={classes.link}>
      {address}
    </Link>
  );
}
