// Searching what was said in all of the viewer's threads. A hit opens its thread at that message.
import { ActionIcon, Button, TextInput, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowLeft, IconSearch, IconZoomExclamation } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { threadsQuery } from '../../api/queries.js';
import { searchQuery } from '../../api/thread-queries.js';
import { Empty, Failed, Loading } from '../../ui/states.js';
import { FoundRow } from './found-row.js';
import classes from './search.module.css';

// Whoever types a word means the whole of it.
const PAUSE_MS = 250;
const WORDS_LIMIT = 200;

interface Props {
  /** Whether nothing else is the page's main heading. */
  isPageHeading: boolean;
  onClose: () => void;
}

export function SearchPanel({ isPageHeading, onClose }: Props) {
  const [typed, setTyped] = useState('');
  return (
    <search
      className={classes.panel}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <VisuallyHidden component={isPageHeading ? 'h1' : 'h2'}>Search messages</VisuallyHidden>
      <div className={classes.head}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Back to all conversations"
          onClick={onClose}
        >
          <IconArrowLeft size={20} />
        </ActionIcon>
        <TextInput
          className={classes.field}
          aria-label="Search messages"
          placeholder="Search messages"
          leftSection={<IconSearch size={16} />}
          maxLength={WORDS_LIMIT}
          autoFocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
          data-testid="search-words"
        />
      </div>
      <Results typed={typed.trim()} />
    </search>
  );
}

function Results({ typed }: { typed: string }) {
  const [words] = useDebouncedValue(typed, PAUSE_MS);
  const found = useInfiniteQuery(searchQuery(words));
  const { data: threads = [] } = useQuery(threadsQuery);
  if (words === '') {
    return (
      <p className={classes.hint}>Words, or how they begin. Three letters and more find most.</p>
    );
  }
  if (found.isError) {
    return <Failed error={found.error} what="The messages" onRetry={() => void found.refetch()} />;
  }
  if (found.isPending) return <Loading what="what was found" rows={4} />;
  const messages = found.data.pages.flatMap((page) => page.messages);
  if (messages.length === 0) {
    return (
      <Empty icon={<IconZoomExclamation size={26} />} title="Nothing was found">
        Nobody wrote “{words}” in your conversations.
      </Empty>
    );
  }
  return (
    <>
      <p className={classes.hint} role="status">
        {found.hasNextPage
          ? `The newest ${String(messages.length)}`
          : `${String(messages.length)} found`}
      </p>
      <ul className={classes.list} aria-label="Found messages">
        {messages.map((message) => (
          <li key={message.id}>
            <FoundRow
              message={message}
              thread={threads.find(({ id }) => id === message.threadId)}
              words={words}
            />
          </li>
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          variant="subtle"
          className={classes.more}
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Older ones
        </Button>
      )}
    </>
  );
}
