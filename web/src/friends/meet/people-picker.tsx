// Choosing people: those one writes with already are offered by name, and anybody else is found by the
// exact handle, which the server answers thirty times an hour.
import { Alert, Button, Pill, TextInput } from '@mantine/core';
import { IconAt } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FoundPerson, ThreadView } from '../../../../src/chat/contract.js';
import { call, Problem, sentenceOf } from '../../api/client.js';
import { threadsQuery } from '../../api/queries.js';
import { withQuery } from '../../api/with-query.js';
import { useViewer } from '../../session/viewer.js';
import { PersonAvatar } from '../../ui/person-avatar.js';
import classes from './meet.module.css';

interface Props {
  picked: readonly FoundPerson[];
  onPick: (people: FoundPerson[]) => void;
  /** Ids of people who are not to be offered. */
  without?: readonly string[];
}

const HANDLE = /^@?[a-z0-9_]{2,30}$/i;
const OFFERED_MAX = 30;

export function PeoplePicker({ picked, onPick, without = [] }: Props) {
  const viewer = useViewer();
  const { data: threads = [] } = useQuery(threadsQuery);
  const [typed, setTyped] = useState('');
  const taken = new Set([viewer.id, ...without, ...picked.map(({ id }) => id)]);
  const add = (person: FoundPerson): void => {
    if (taken.has(person.id)) return;
    setTyped('');
    onPick([...picked, person]);
  };
  const finding = useMutation({
    mutationFn: (handle: string) => call<FoundPerson>(withQuery('/people', { handle })),
    onSuccess: add,
  });
  const known = contactsIn(threads).filter(
    (person) => !taken.has(person.id) && fits(person, typed),
  );
  const handle = typed.trim();
  const find = (): void => {
    const [only] = known;
    if (known.length === 1 && only !== undefined) add(only);
    else if (HANDLE.test(handle)) finding.mutate(handle);
  };
  const found = finding.data;
  const problem = finding.error
    ? problemOf(finding.error)
    : found?.id === viewer.id
      ? 'That is you.'
      : found !== undefined && without.includes(found.id)
        ? `${found.name} is in here already.`
        : null;

  return (
    <div className={classes.picker}>
      <Picked people={picked} onChange={onPick} />
      <div className={classes.find}>
        <TextInput
          className={classes.grow}
          label="Name or handle"
          description="The exact handle finds anybody who is here."
          leftSection={<IconAt size={16} />}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            finding.reset();
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || handle === '') return;
            event.preventDefault();
            find();
          }}
          data-testid="person-handle"
        />
        <Button
          variant="default"
          disabled={!HANDLE.test(handle)}
          loading={finding.isPending}
          onClick={find}
          data-testid="person-find"
        >
          Find
        </Button>
      </div>
      {problem !== null && (
        <Alert color="red" role="alert" data-testid="person-problem">
          {problem}
        </Alert>
      )}
      <Known people={known.slice(0, OFFERED_MAX)} onAdd={add} />
    </div>
  );
}

interface PickedProps {
  people: readonly FoundPerson[];
  onChange: (people: FoundPerson[]) => void;
}

function Picked({ people, onChange }: PickedProps) {
  if (people.length === 0) return null;
  return (
    <Pill.Group>
      {people.map(({ id, name }) => (
        <Pill
          key={id}
          size="md"
          withRemoveButton
          removeButtonProps={{
            'aria-label': `Remove ${name}`,
            'aria-hidden': false,
            tabIndex: 0,
          }}
          onRemove={() => {
            onChange(people.filter((one) => one.id !== id));
          }}
        >
          {name}
        </Pill>
      ))}
    </Pill.Group>
  );
}

function Known({ people, onAdd }: { people: FoundPerson[]; onAdd: (one: FoundPerson) => void }) {
  if (people.length === 0) return null;
  return (
    <ul className={classes.known} aria-label="People you know">
      {people.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            className={classes.person}
            aria-label={`Choose ${person.name}`}
            onClick={() => {
              onAdd(person);
            }}
          >
            <PersonAvatar name={person.name} seed={person.handle} size={34} />
            <span className={classes.words}>
              <span>{person.name}</span>
              <span className={classes.hint}>@{person.handle}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Everybody the viewer shares a thread with, by name. */
function contactsIn(threads: readonly ThreadView[]): FoundPerson[] {
  const people = threads
    .flatMap(({ participants }) => participants)
    .filter(({ blocked }) => !blocked)
    .map(({ personId: id, handle, name }): [string, FoundPerson] => [id, { id, handle, name }]);
  return [...new Map(people).values()].sort((a, b) => a.name.localeCompare(b.name));
}

function fits({ handle, name }: FoundPerson, typed: string): boolean {
  const words = typed.trim().replace(/^@/, '').toLowerCase();
  return handle.startsWith(words) || name.toLowerCase().includes(words);
}

function problemOf(error: Error): string {
  if (error instanceof Problem && error.code === 'too_many_requests') {
    const when = error.detail ?? 'Please try again later.';
    return `You have looked for as many people as one may within an hour. ${when}`;
  }
  if (error instanceof Problem && error.code === 'person_unknown') {
    return 'There is nobody to be found under that handle. Is it spelled right?';
  }
  return sentenceOf(error);
}
