// A field for each who takes part: an amount, a number of shares, or a percentage.
import { TextInput } from '@mantine/core';
import type { ParticipantView } from '../../../src/chat/contract.js';
import { useViewer } from '../session/viewer.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import { type SplitDraft, valueOf } from './split-draft.js';
import classes from './split.module.css';

interface Props {
  people: readonly ParticipantView[];
  draft: SplitDraft;
  edit: (change: Partial<SplitDraft>) => void;
}

const UNITS = { exactly: 'amount', shares: 'shares', percent: 'percentage' };

export function PartFields({ people, draft, edit }: Props) {
  const viewer = useViewer();
  const { way, values, personIds } = draft;
  if (way === 'equally' || way === 'items') return null;
  const sign = { exactly: draft.currency, shares: '×', percent: '%' }[way];
  return (
    <ul className={classes.parts} aria-label="What each bears">
      {people
        .filter(({ personId }) => personIds.includes(personId))
        .map(({ personId, name, handle }) => (
          <li key={personId} className={classes.part}>
            <PersonAvatar name={name} seed={handle} size={28} />
            <span className={classes.partName}>{personId === viewer.id ? 'You' : name}</span>
            <TextInput
              aria-label={`${personId === viewer.id ? 'Your' : `${name}’s`} ${UNITS[way]}`}
              className={classes.partField}
              inputMode="decimal"
              autoComplete="off"
              maxLength={24}
              rightSection={<span aria-hidden="true">{sign}</span>}
              rightSectionWidth={way === 'exactly' ? 46 : 32}
              value={valueOf(draft, personId)}
              onChange={(event) => {
                const typed = event.currentTarget.value;
                edit({ values: { ...values, [way]: { ...values[way], [personId]: typed } } });
              }}
            />
          </li>
        ))}
    </ul>
  );
}
