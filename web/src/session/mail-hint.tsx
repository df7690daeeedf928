// Where letters are to be read when no mail server sends them on: on the page of the catcher.
import { useQuery } from '@tanstack/react-query';
import { configQuery } from '../api/queries.js';
import classes from './entrance.module.css';

export function MailHint() {
  const { data: config } = useQuery(configQuery);
  const url = config?.demo?.mailUrl;
  if (url == null) return null;
  return (
    <p className={classes.note} data-testid="mail-hint">
      Nothing is really mailed here:{' '}
      <a href={url} target="_blank" rel="noreferrer" className={classes.link}>
        read the letters that were caught
      </a>
      .
    </p>
  );
}
