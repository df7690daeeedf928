// The way to the next page of a list.
import { Button, Group } from '@mantine/core';

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
    <Group justify="center">
      <Button
        variant="default"
        loading={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
      >
        {list.isFetchNextPageError ? 'That did not load. Try again' : label}
      </Button>
    </Group>
  );
}
