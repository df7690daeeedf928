// The way to the next page of a list.
import { Button } from '@mantine/core';
import classes from './finance.module.css';

interface Props {
  list: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage: () => Promise<unknown>;
  };
  label?: string;
}

export function MoreButton({ list, label = 'Show more' }: Props) {
  if (!list.hasNextPage) return null;
  return (
    <div className={classes.more}>
      <Button
        variant="default"
        loading={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
      >
        {list.isFetchNextPageError ? 'That did not load. Try again' : label}
      </Button>
    </div>
  );
}
