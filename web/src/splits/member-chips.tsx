// People to choose from, each a chip that is ticked or not; the viewer among them.
import { Chip, Group, Input } from '@mantine/core';
import { useId } from 'react';
import type { ParticipantView } from '../../../src/chat/contract.js';
import { useViewer } from '../session/viewer.js';

interface Props {
  label: string;
  people: readonly ParticipantView[];
  chosen: readonly string[];
  onChoose: (personIds: string[]) => void;
  size?: 'xs' | 'sm';
}

export function MemberChips({ label, people, chosen, onChoose, size = 'sm' }: Props) {
  const viewer = useViewer();
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <Input.Label id={id} labelElement="div" size="sm" mb={6}>
        {label}
      </Input.Label>
      <Chip.Group
        multiple
        value={[...chosen]}
        onChange={(values) => {
          // In the order of the thread, whatever the order of the taps.
          onChoose(people.map(({ personId }) => personId).filter((one) => values.includes(one)));
        }}
      >
        <Group gap={8}>
          {people.map(({ personId, name }) => (
            <Chip key={personId} value={personId} size={size} variant="outline">
              {personId === viewer.id ? 'You' : name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </div>
  );
}
