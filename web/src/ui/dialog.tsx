// A dialog in the middle of the window, for one question. Its head is a plain block, because a second
// page header would confuse whoever moves from landmark to landmark.
import { getDefaultZIndex, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './dialog.module.css';

interface Props {
  opened: boolean;
  title: string;
  size?: string | number;
  /** It is answered before any other that is open. */
  isUrgent?: boolean;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ opened, title, size = 'md', isUrgent = false, onClose, children }: Props) {
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={size}
      centered
      zIndex={getDefaultZIndex(isUrgent ? 'max' : 'modal')}
    >
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content radius={16}>
        <div className={classes.head}>
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body className={classes.body}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
