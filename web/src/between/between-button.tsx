// "Between us", in the head of a conversation: what is open between the viewer and the others, and the one
// payment that settles it.
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconScale } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ThreadView } from '../../../src/chat/contract.js';
import { Dialog } from '../ui/dialog.js';
import { Failed, Loading } from '../ui/states.js';
import { BetweenPanel } from './between-panel.js';
import { betweenQuery } from './between-queries.js';
import type { Settled } from './settled.js';

interface Props {
  thread: ThreadView;
  onSettle: (settled: Settled) => void;
}

export function BetweenButton({ thread, onSettle }: Props) {
  const [opened, setOpened] = useState(false);
  const asked = useQuery({ ...betweenQuery(thread.id), enabled: opened });
  const close = (): void => {
    setOpened(false);
  };
  return (
    <>
      <Tooltip label="Between us">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label="Between us: what is open here"
          onClick={() => {
            setOpened(true);
          }}
          data-testid="between-open"
        >
          <IconScale size={22} />
        </ActionIcon>
      </Tooltip>
      <Dialog opened={opened} title="Between us" onClose={close}>
        {asked.data ? (
          <BetweenPanel
            thread={thread}
            between={asked.data}
            onSettle={(settled) => {
              close();
              onSettle(settled);
            }}
          />
        ) : asked.isError ? (
          <Failed error={asked.error} what="What is open" onRetry={() => void asked.refetch()} />
        ) : (
          <Loading what="what is open" rows={3} />
        )}
      </Dialog>
    </>
  );
}
