// The API keys of one host: made, exchanged for a new one, revoked. A key is shown once.
import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey, IconKeyOff, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKeyView, HostView, NewApiKeyView } from '../../../src/platform/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { Dialog } from '../ui/dialog.js';
import { Row, Rows, Sheet, SheetBody } from '../ui/sheet.js';
import { Loading } from '../ui/states.js';
import { fullTime, since, useNow } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import { Trouble } from '../ui/trouble.js';
import { useLast } from '../ui/use-last.js';
import { KeyForm } from './key-form.js';
import { ShownOnce } from './shown-once.js';
import { HOSTS, keysQuery } from './staff-queries.js';

type Asked = { what: 'rotate' | 'revoke'; apiKey: ApiKeyView };

export function HostKeys({ host }: { host: HostView }) {
  const { data: keys } = useQuery(keysQuery(host.id));
  const [making, { open, close }] = useDisclosure(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [made, setMade] = useState<NewApiKeyView | null>(null);
  return (
    <Sheet
      title={host.name}
      note={`Since ${fullTime(host.createdAt)}`}
      testId="host"
      aside={
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={open}
          data-testid="key-add"
        >
          Make a key
        </Button>
      }
    >
      {keys === undefined && <Loading what="its keys" rows={1} />}
      {keys?.length === 0 && <SheetBody>No key yet: its servers can ask for nothing.</SheetBody>}
      {keys && keys.length > 0 && (
        <Rows label={`Keys of ${host.name}`}>
          {keys.map((apiKey) => (
            <KeyRow key={apiKey.id} apiKey={apiKey} onAsk={setAsked} />
          ))}
        </Rows>
      )}
      <Dialog opened={making} onClose={close} title={`A key for ${host.name}`}>
        <KeyForm
          hostId={host.id}
          onMade={(key) => {
            close();
            setMade(key);
          }}
        />
      </Dialog>
      <AskDialog
        asked={asked}
        onMade={setMade}
        onClose={() => {
          setAsked(null);
        }}
      />
      <ShownOnce
        secret={made?.key ?? null}
        title="Your new key"
        onClose={() => {
          setMade(null);
        }}
      />
    </Sheet>
  );
}

interface KeyProps {
  apiKey: ApiKeyView;
  onAsk: (asked: Asked) => void;
}

function KeyRow({ apiKey, onAsk }: KeyProps) {
  const { hint, scopes, expiresAt, revokedAt, lastUsedAt } = apiKey;
  const now = useNow();
  const over = revokedAt !== null || new Date(expiresAt).getTime() <= now;
  const used = lastUsedAt === null ? 'Never used' : `Used ${since(lastUsedAt, now)}`;
  const end = revokedAt === null ? `ends ${fullTime(expiresAt)}` : `revoked ${fullTime(revokedAt)}`;
  return (
    <Row
      icon={over ? IconKeyOff : IconKey}
      name={<code>{hint}</code>}
      pill={
        over && (
          <TonePill tone="calm" icon={IconKeyOff}>
            Over
          </TonePill>
        )
      }
      detail={`${scopes.join(', ')}. ${used}, ${end}.`}
      testId="api-key"
    >
      {!over && (
        <>
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`Exchange ${hint}`}
            onClick={() => {
              onAsk({ what: 'rotate', apiKey });
            }}
          >
            Exchange
          </Button>
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            aria-label={`Revoke ${hint}`}
            onClick={() => {
              onAsk({ what: 'revoke', apiKey });
            }}
            data-testid="key-revoke"
          >
            Revoke
          </Button>
        </>
      )}
    </Row>
  );
}

interface AskProps {
  asked: Asked | null;
  onMade: (key: NewApiKeyView) => void;
  onClose: () => void;
}

function AskDialog({ asked, onMade, onClose }: AskProps) {
  const queryClient = useQueryClient();
  const shown = useLast(asked);
  const rotates = shown?.what === 'rotate';
  const act = useMutation({
    mutationFn: async ({ what, apiKey: { id } }: Asked) => {
      if (what === 'revoke') await call(`/admin/keys/${id}`, { method: 'DELETE' });
      else onMade(await call(`/admin/keys/${id}/rotate`, { method: 'POST', body: {} }));
    },
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: HOSTS }),
  });
  const close = (): void => {
    act.reset();
    onClose();
  };
  return (
    <Dialog
      opened={asked !== null}
      onClose={close}
      title={rotates ? 'Exchange this key?' : 'Revoke this key?'}
      size="sm"
    >
      <Text size="sm" mb="md">
        {rotates
          ? 'A new key of the same scopes is made. This one is good for another 24 hours, so that servers can change over.'
          : 'It ends at once and everywhere. Servers that still use it are refused.'}
      </Text>
      <Trouble words={act.error && sentenceOf(act.error)} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          Back
        </Button>
        <Button
          color={rotates ? undefined : 'red'}
          loading={act.isPending}
          onClick={() => {
            if (shown) act.mutate(shown);
          }}
          data-testid="key-confirm"
        >
          {rotates ? 'Make the new key' : 'Revoke it'}
        </Button>
      </Group>
    </Dialog>
  );
}
