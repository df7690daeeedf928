// The items of a bill: what each was, how much, and who had it. What the items leave of the amount, tax or
// tip, is spread in proportion.
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ParticipantView } from '../../../src/chat/contract.js';
import { newUuid } from '../api/uuid.js';
import { MemberChips } from './member-chips.js';
import type { DraftItem, SplitDraft } from './split-draft.js';
import classes from './split.module.css';

interface Props {
  people: readonly ParticipantView[];
  draft: SplitDraft;
  edit: (change: Partial<SplitDraft>) => void;
}

export function ItemsEditor({ people, draft: { items }, edit }: Props) {
  const added = useRef(false);
  const list = useRef<HTMLOListElement>(null);
  // A new row is where one goes on typing.
  useEffect(() => {
    if (!added.current) return;
    added.current = false;
    list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  }, [items.length]);
  const change = (key: string, to: Partial<DraftItem>): void => {
    edit({ items: items.map((item) => (item.key === key ? { ...item, ...to } : item)) });
  };
  return (
    <div className={classes.itemsEditor}>
      <p className={classes.hint}>
        What the items leave of the amount, such as tax or a tip, is spread in proportion.
      </p>
      <ol ref={list} className={classes.items} aria-label="Items">
        {items.map((item, index) => (
          <ItemRow
            key={item.key}
            item={item}
            number={index + 1}
            people={people}
            onChange={(to) => {
              change(item.key, to);
            }}
            onRemove={() => {
              edit({ items: items.filter(({ key }) => key !== item.key) });
            }}
          />
        ))}
      </ol>
      <Button
        variant="light"
        leftSection={<IconPlus size={16} />}
        onClick={() => {
          added.current = true;
          edit({ items: [...items, { key: newUuid(), name: '', typed: '', personIds: [] }] });
        }}
        data-testid="item-add"
      >
        Add an item
      </Button>
    </div>
  );
}

interface RowProps {
  item: DraftItem;
  number: number;
  people: readonly ParticipantView[];
  onChange: (to: Partial<DraftItem>) => void;
  onRemove: () => void;
}

function ItemRow({ item, number, people, onChange, onRemove }: RowProps) {
  const called = item.name.trim() === '' ? `item ${String(number)}` : item.name.trim();
  return (
    <li className={classes.item} data-testid="item">
      <div className={classes.itemLine}>
        <TextInput
          aria-label={`Name of item ${String(number)}`}
          placeholder="Item"
          flex={1}
          maxLength={80}
          value={item.name}
          onChange={(event) => {
            onChange({ name: event.currentTarget.value });
          }}
          data-testid="item-name"
        />
        <TextInput
          aria-label={`Amount of ${called}`}
          placeholder="0.00"
          w={104}
          inputMode="decimal"
          autoComplete="off"
          maxLength={24}
          value={item.typed}
          onChange={(event) => {
            onChange({ typed: event.currentTarget.value });
          }}
          data-testid="item-amount"
        />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={`Remove ${called}`}
          onClick={onRemove}
        >
          <IconTrash size={18} />
        </ActionIcon>
      </div>
      <MemberChips
        label={`Who had ${called}`}
        people={people}
        chosen={item.personIds}
        onChoose={(personIds) => {
          onChange({ personIds });
        }}
        size="xs"
      />
    </li>
  );
}
