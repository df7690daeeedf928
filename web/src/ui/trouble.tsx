// What went wrong, in a sentence; nothing while all is well.
import { Alert } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';

export function Trouble({ words }: { words: string | null }) {
  if (words === null) return null;
  return (
    <Alert color="red" icon={<IconAlertCircle />} role="alert">
      {words}
    </Alert>
  );
}
