// A secret that no answer holds a second time: shown, copied, and gone once the dialog is closed.
import { Button, CopyButton, Group, Stack } from '@mantine/core';
import { IconCheck, IconCopy, IconEyeOff } from '@tabler/icons-react';
import { Dialog } from '../ui/dialog.js';
import { Heed } from '../ui/heed.js';
import classes from './staff.module.css';

interface Props {
  secret: string | null;
  title: string;
  onClose: () => void;
}

export function ShownOnce({ secret, title, onClose }: Props) {
  return (
    <Dialog opened={secret !== null} onClose={onClose} title={title}>
      <Stack gap="md">
        <Heed icon={IconEyeOff}>
          It is shown this once. Keep it where secrets are kept; we have only its fingerprint.
        </Heed>
        <div className={classes.key} data-testid="shown-once">
          {secret}
        </div>
        <Group justify="flex-end">
          <CopyButton value={secret ?? ''}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
                onClick={copy}
              >
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose} data-testid="shown-once-done">
            I have it
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
