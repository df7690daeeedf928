// Exchanging one's own money: from which balance, into what, and the price that holds for a minute.
import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useState } from 'react';
import { Dialog } from '../ui/dialog.js';
import { ExchangeForm } from './exchange-form.js';

export function ExchangeButton() {
  const [opened, setOpened] = useState(false);
  const close = (): void => {
    setOpened(false);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArrowsExchange size={16} />}
        onClick={() => {
          setOpened(true);
        }}
        data-testid="exchange-open"
      >
        Exchange
      </Button>
      <Dialog opened={opened} onClose={close} title="Exchange">
        <ExchangeForm onClose={close} />
      </Dialog>
    </>
  );
}
