// The right side of the console while no case is open.
import { useDocumentTitle } from '@mantine/hooks';
import { IconShieldHalf } from '@tabler/icons-react';
import panes from '../ui/two-panes.module.css';
import { Empty } from '../ui/states.js';

export function NoCaseChosen() {
  useDocumentTitle('Reviews · Tenner');
  return (
    <div className={panes.placeholder}>
      <Empty icon={<IconShieldHalf size={26} />} title="Pick a case">
        The one that must be decided first is on top.
      </Empty>
    </div>
  );
}
