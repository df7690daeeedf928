// Choosing a picture from what the device has.
import { ActionIcon, FileButton } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useRef } from 'react';
import { PICTURE_TYPES } from '../../api/pictures.js';

export function AttachButton({ onFile }: { onFile: (file: File) => void }) {
  // Or the same picture could not be chosen again after it was removed.
  const reset = useRef<() => void>(null);
  return (
    <FileButton
      accept={PICTURE_TYPES.join(',')}
      resetRef={reset}
      onChange={(file) => {
        if (file) onFile(file);
        reset.current?.();
      }}
      inputProps={{ 'aria-label': 'Picture to send', 'data-testid': 'picture-file' } as object}
    >
      {(props) => (
        <ActionIcon
          {...props}
          variant="subtle"
          color="gray"
          size={34}
          radius="xl"
          aria-label="Attach a picture"
          data-testid="attach"
        >
          <IconPhoto size={20} stroke={1.8} />
        </ActionIcon>
      )}
    </FileButton>
  );
}
