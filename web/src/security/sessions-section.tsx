// Where the account is open: this browser first, and any other ended with one tap.
import { Button } from '@mantine/core';
import { IconCheck, IconDeviceLaptop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { OpenSessionView } from '../../../src/identity/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { Row, Rows, Sheet, SheetBody } from '../ui/sheet.js';
import { Loading } from '../ui/states.js';
import { fullTime, since, useNow } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import { Trouble } from '../ui/trouble.js';
import { sessionsQuery } from './security-queries.js';

export function SessionsSection() {
  const queryClient = useQueryClient();
  const { data: sessions } = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (which: string) => call(`/sessions/${which}`, { method: 'DELETE' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const inOrder = [...(sessions ?? [])].sort((a, b) => Number(b.current) - Number(a.current));
  return (
    <Sheet
      title="Where your account is open"
      note="Whatever you do not know, end it; it is over within two seconds, wherever it is."
      testId="sessions"
      aside={
        inOrder.length > 1 && (
          <Button
            variant="default"
            loading={end.isPending && end.variables === 'others'}
            onClick={() => {
              end.mutate('others');
            }}
            data-testid="sessions-end-others"
          >
            End all others
          </Button>
        )
      }
    >
      {end.error && (
        <SheetBody>
          <Trouble words={sentenceOf(end.error)} />
        </SheetBody>
      )}
      {sessions === undefined && <Loading what="your sessions" rows={2} />}
      <Rows label="Open sessions">
        {inOrder.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            isEnding={end.isPending && end.variables === session.id}
            onEnd={() => {
              end.mutate(session.id);
            }}
          />
        ))}
      </Rows>
    </Sheet>
  );
}

interface RowProps {
  session: OpenSessionView;
  isEnding: boolean;
  onEnd: () => void;
}

function SessionRow({ session, isEnding, onEnd }: RowProps) {
  const { device, current, createdAt, lastUsedAt } = session;
  const now = useNow();
  return (
    <Row
      icon={/iPhone|iPad|Android/.test(device) ? IconDeviceMobile : IconDeviceLaptop}
      name={device}
      pill={
        current && (
          <TonePill tone="good" icon={IconCheck}>
            This one
          </TonePill>
        )
      }
      detail={`Opened ${fullTime(createdAt)}${current ? '' : `, used ${since(lastUsedAt, now)}`}`}
      testId="session"
    >
      {!current && (
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          loading={isEnding}
          onClick={onEnd}
          aria-label={`End the session on ${device}`}
          data-testid="session-end"
        >
          End it
        </Button>
      )}
    </Row>
  );
}
