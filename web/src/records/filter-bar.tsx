// The filters of the activity: words and direction at hand, the rest behind one button that says how many
// are set.
import { Button, Collapse, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { type ActivitySearch, changed, hiddenCount, isFiltered } from './activity-filters.js';
import { MoreFilters } from './more-filters.js';
import classes from './records.module.css';

interface Props {
  search: ActivitySearch;
  currencies: readonly string[];
  onSearch: (search: ActivitySearch) => void;
}

const TYPING_MS = 250;

export function FilterBar({ search, currencies, onSearch }: Props) {
  const hidden = hiddenCount(search);
  const [opened, setOpened] = useState(hidden > 0);
  const [typed, setTyped] = useState(search.q ?? '');
  const look = useDebouncedCallback((q: string) => {
    onSearch(changed(search, { q }));
  }, TYPING_MS);
  return (
    <search className={classes.filters} aria-label="Filter activity" data-testid="activity-filters">
      <div className={classes.bar}>
        <TextInput
          className={classes.words}
          aria-label="Words in the note"
          placeholder="Words in the note"
          maxLength={200}
          leftSection={<IconSearch size={17} aria-hidden="true" />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            look(event.currentTarget.value);
          }}
          data-testid="activity-words"
        />
        <SegmentedControl
          aria-label="Direction"
          data={[
            { value: '', label: 'All' },
            { value: 'in', label: 'In' },
            { value: 'out', label: 'Out' },
          ]}
          value={search.direction ?? ''}
          onChange={(direction) => {
            onSearch(changed(search, { direction }));
          }}
          data-testid="activity-direction"
        />
        <Button
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={17} aria-hidden="true" />}
          aria-expanded={opened}
          onClick={() => {
            setOpened(!opened);
          }}
          data-testid="activity-more"
        >
          {hidden > 0 ? `Filters (${String(hidden)})` : 'Filters'}
        </Button>
        {isFiltered(search) && (
          <Button
            variant="subtle"
            onClick={() => {
              setTyped('');
              onSearch({});
            }}
            data-testid="activity-clear"
          >
            Clear
          </Button>
        )}
      </div>
      <Collapse expanded={opened}>
        <MoreFilters search={search} currencies={currencies} onSearch={onSearch} />
      </Collapse>
    </search>
  );
}
