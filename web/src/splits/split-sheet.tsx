// The sheet of a bill, beside its thread: a new one, or another round of one that is there.
import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ThreadView } from '../../../src/chat/contract.js';
import sheetClasses from '../money/money-sheet.module.css';
import dialogClasses from '../ui/dialog.module.css';
import type { SplitStart } from './split-draft.js';
import { SplitForm } from './split-form.js';

interface Props {
  thread: ThreadView;
  /** Null while the sheet is closed. */
  start: SplitStart | null;
  onMade: () => void;
  onClose: () => void;
  /** Told when it is out of sight, and gives the focus back then; without it the sheet does. */
  onClosed?: () => void;
}

export function SplitSheet({ thread, start, onMade, onClose, onClosed }: Props) {
  const narrow = useMediaQuery('(max-width: 47.99em)');
  return (
    <Drawer.Root
      opened={start !== null}
      onClose={onClose}
      returnFocus={onClosed === undefined}
      onExitTransitionEnd={() => {
        onClosed?.();
      }}
      position={narrow ? 'bottom' : 'right'}
      size={narrow ? '100%' : 480}
      classNames={{ content: sheetClasses.content }}
    >
      <Drawer.Overlay backgroundOpacity={0.4} />
      <Drawer.Content>
        <div className={dialogClasses.head}>
          <Drawer.Title className={dialogClasses.title}>
            {start?.splitId ? 'Add a round' : 'Split a bill'}
          </Drawer.Title>
          <Drawer.CloseButton aria-label="Close" />
        </div>
        <Drawer.Body className={sheetClasses.body}>
          {start && <SplitForm thread={thread} start={start} onMade={onMade} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
