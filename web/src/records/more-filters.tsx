// The filters that are seldom needed: kind, state, person, days and amounts.
import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ThreadView } from '../../../src/chat/contract.js';
import { threadsQuery } from '../api/queries.js';
import { useViewer } from '../session/viewer.js';
import { type ActivitySearch, changed } from './activity-filters.js';
import classes from './records.module.css';

interface Props {
  search: ActivitySearch;
  currencies: readonly string[];
  onSearch: (search: ActivitySearch) => void;
}

const ANY = { value: '', label: 'Any' };
const KINDS = [
  ANY,
  { value: 'payment', label: 'Payments' },
  { value: 'refund', label: 'Given back' },
  { value: 'cash_out', label: 'Cash-outs' },
];
const STATES = [
  ANY,
  { value: 'done', label: 'Done' },
  { value: 'open', label: 'Still under way' },
  { value: 'failed', label: 'Came to nothing' },
];

export function MoreFilters({ search, currencies, onSearch }: Props) {
  const viewer = useViewer();
  const { data: threads = [] } = useQuery(threadsQuery);
  const set = (name: keyof ActivitySearch) => ({
    value: search[name] ?? '',
    onChange: (event: { currentTarget: { value: string } }) => {
      onSearch(changed(search, { [name]: event.currentTarget.value }));
    },
  });
  const choices = currencies.map((code) => ({ value: code, label: code }));
  return (
    <div className={classes.more}>
      <NativeSelect label="Kind" data={KINDS} {...set('kind')} data-testid="filter-kind" />
      <NativeSelect label="State" data={STATES} {...set('state')} data-testid="filter-state" />
      <NativeSelect
        label="Person"
        data={[ANY, ...peopleIn(threads, viewer.id)]}
        {...set('person')}
        data-testid="filter-person"
      />
      <TextInput type="date" label="From" {...set('from')} data-testid="filter-from" />
      <TextInput type="date" label="To" {...set('to')} data-testid="filter-to" />
      <NativeSelect
        label="Currency"
        data={[ANY, ...choices]}
        {...set('currency')}
        data-testid="filter-currency"
      />
      <TextInput
        label="At least"
        inputMode="decimal"
        placeholder="0.00"
        {...set('min')}
        data-testid="filter-min"
      />
      <TextInput
        label="At most"
        inputMode="decimal"
        placeholder="0.00"
        {...set('max')}
        data-testid="filter-max"
      />
    </div>
  );
}

/** Everybody the viewer shares a conversation with, by name. */
function peopleIn(threads: readonly ThreadView[], viewerId: string) {
  const all = threads.flatMap(({ participants }) => participants);
  const people = new Map(all.map(({ personId, name }) => [personId, name]));
  people.delete(viewerId);
  return [...people]
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => one.label.localeCompare(other.label));
}
