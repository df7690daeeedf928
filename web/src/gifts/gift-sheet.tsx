// The sheet of a gift, beside its thread.
import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ThreadView } from '../../../src/chat/contract.js';
import sheetClasses from '../money/money-sheet.module.css';
import dialogClasses from '../ui/dialog.module.css';
import { GiftForm, type GiftStart } from './gift-form.js';

interface Props {
  thread: ThreadView;
  /** Null while the sheet is closed. */
  start: GiftStart | null;
  onGiven: () => void;
  onClose: () => void;
  /** Told when it is out of sight, and gives the focus back then. */
  onClosed: () => void;
}

export function GiftSheet({ thread, start, onGiven, onClose, onClosed }: Props) {
  const narrow = useMediaQuery('(max-width: 47.99em)');
  return (
    <Drawer.Root
      opened={start !== null}
      onClose={onClose}
      returnFocus={false}
      onExitTransitionEnd={onClosed}
      position={narrow ? 'bottom' : 'right'}
      size={narrow ? '100%' : 440}
      classNames={{ content: sheetClasses.content }}
    >
      <Drawer.Overlay backgroundOpacity={0.4} />
      <Drawer.Content>
        <div className={dialogClasses.head}>
          <Drawer.Title className={dialogClasses.title}>Give a gift</Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body className={sheetClasses.body}>
          {start && <GiftForm thread={thread} start={start} onGiven={onGiven} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
