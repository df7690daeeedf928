// What somebody sees who signs in while their account is being closed: until when, and the way back.
import { Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ErasureView } from '../../../src/privacy/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { sessionQuery } from '../api/queries.js';
import { Failed, Loading } from '../ui/states.js';
import { ago, deadline, useNow } from '../ui/time.js';
import { Trouble } from '../ui/trouble.js';
import { Entrance } from './entrance.js';
import { SignOutLine } from './sign-out-line.js';
import { useEnter } from './use-enter.js';

export function ClosingPage() {
  const enter = useEnter();
  const now = useNow();
  const queryClient = useQueryClient();
  const erasure = useQuery({
    queryKey: ['erasure'],
    queryFn: ({ signal }) => call<ErasureView>('/account/erasure', { signal }),
  });
  const callOff = useMutation({
    mutationFn: () => call<undefined>('/account/erasure', { method: 'DELETE' }),
    onSuccess: async () => {
      const session = queryClient.getQueryData(sessionQuery.queryKey);
      if (session) await enter({ person: session.person });
    },
  });
  return (
    <Entrance
      title="Your account is being closed"
      intro="You asked for it. Until it is done, nothing can be sent and nobody else gets in."
      foot={<SignOutLine />}
    >
      <Stack gap="sm" data-testid="closing">
        {erasure.isPending && <Loading what="until when" rows={1} height={24} />}
        {erasure.isError && (
          <Failed error={erasure.error} what="Until when" onRetry={() => void erasure.refetch()} />
        )}
        {erasure.data && (
          <Text>
            Everything personal is erased after {deadline(erasure.data.dueAt, now)} (
            {ago(erasure.data.dueAt, now)}). Then nobody can bring it back.
          </Text>
        )}
        <Trouble words={callOff.error && sentenceOf(callOff.error)} />
        <Button
          size="md"
          loading={callOff.isPending}
          onClick={() => {
            callOff.mutate();
          }}
          data-testid="call-off"
        >
          Keep my account
        </Button>
      </Stack>
    </Entrance>
  );
}
