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
  /** Told when it is out of sight, and gives the focus back then; without it the dialog does. */
  onClosed?: () => void;
  children: ReactNode;
}

export function Dialog(props: Props) {
  const { opened, title, size = 'md', isUrgent = false, onClose, onClosed, children } = props;
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      returnFocus={onClosed === undefined}
      onExitTransitionEnd={() => {
        onClosed?.();
      }}
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
