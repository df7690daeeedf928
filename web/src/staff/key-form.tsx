// A new API key: what it may be used for, and until when.
import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { NewApiKeyView, Scope } from '../../../src/platform/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { Trouble } from '../ui/trouble.js';
import { HOSTS } from './staff-queries.js';

const SCOPES: readonly { scope: Scope; words: string }[] = [
  { scope: 'payments:read', words: 'Read payments' },
  { scope: 'threads:read', words: 'Read the payments of a thread' },
  { scope: 'receipts:read', words: 'Read receipts' },
  { scope: 'webhooks:manage', words: 'Say where events are sent' },
];

const YEAR_MS = 365 * 86_400_000;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

interface Props {
  hostId: string;
  onMade: (key: NewApiKeyView) => void;
}

export function KeyForm({ hostId, onMade }: Props) {
  const queryClient = useQueryClient();
  const [scopes, setScopes] = useState<string[]>(['payments:read']);
  const [until, setUntil] = useState(() => dayOf(Date.now() + YEAR_MS));
  const make = useMutation({
    mutationFn: () =>
      call<NewApiKeyView>(`/admin/hosts/${hostId}/keys`, {
        method: 'POST',
        body: { scopes, expiresAt: `${until}T00:00:00Z` },
      }),
    onSuccess: onMade,
    onSettled: () => queryClient.invalidateQueries({ queryKey: HOSTS }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Stack gap="md">
        <Checkbox.Group
          label="What it is for"
          description="A key reads and is told. It never moves money: only a person confirms."
          value={scopes}
          onChange={setScopes}
        >
          <Stack gap={8} mt="xs">
            {SCOPES.map(({ scope, words }) => (
              <Checkbox key={scope} value={scope} label={words} />
            ))}
          </Stack>
        </Checkbox.Group>
        <TextInput
          type="date"
          label="Good until"
          description="Within two years"
          required
          withAsterisk={false}
          value={until}
          onChange={(event) => {
            setUntil(event.currentTarget.value);
          }}
        />
        <Trouble words={make.error && sentenceOf(make.error)} />
        <Group justify="flex-end">
          <Button
            type="submit"
            disabled={scopes.length === 0}
            loading={make.isPending}
            data-testid="key-make"
          >
            Make the key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
