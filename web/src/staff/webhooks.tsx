// Every host's webhook endpoints and how they are: what waits, what was given up, and whether one that
// goes on failing is left alone.
import { Button } from '@mantine/core';
import {
  IconCircleCheck,
  IconPlayerPause,
  IconPlugConnectedX,
  IconWebhook,
} from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { WebhookEndpointView } from '../../../src/platform/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { Row, Rows, Sheet } from '../ui/sheet.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { deadline } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import { endpointsQuery, HOSTS, hostsQuery } from './staff-queries.js';
import classes from './staff.module.css';

export function Webhooks() {
  const endpoints = useQuery(endpointsQuery);
  const { data: hosts } = useQuery(hostsQuery);
  if (endpoints.isPending) return <Loading what="the endpoints" rows={3} height={72} />;
  if (endpoints.data === undefined) {
    return (
      <Failed
        error={endpoints.error}
        what="The endpoints"
        onRetry={() => void endpoints.refetch()}
      />
    );
  }
  if (endpoints.data.length === 0) {
    return (
      <Empty icon={<IconWebhook size={26} />} title="No endpoint yet">
        A host’s server says with its key where it wants to be told.
      </Empty>
    );
  }
  const nameOf = (hostId: string): string => hosts?.find(({ id }) => id === hostId)?.name ?? hostId;
  return (
    <Sheet title="Where hosts are told" testId="endpoints">
      <Rows label="Endpoints">
        {endpoints.data.map((endpoint) => (
          <EndpointRow key={endpoint.id} endpoint={endpoint} hostName={nameOf(endpoint.hostId)} />
        ))}
      </Rows>
    </Sheet>
  );
}

interface Props {
  endpoint: WebhookEndpointView;
  hostName: string;
}

function EndpointRow({ endpoint, hostName }: Props) {
  const { id, url, events, state, waiting, dead } = endpoint;
  const queryClient = useQueryClient();
  const become = useMutation({
    mutationFn: (wanted: WebhookEndpointView['state']) =>
      call(`/admin/webhooks/${id}/state`, { method: 'PUT', body: { state: wanted } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: HOSTS }),
  });
  return (
    <Row
      icon={IconWebhook}
      name={url}
      pill={<EndpointState endpoint={endpoint} />}
      detail={
        <>
          {hostName}: {events.join(', ')}.{' '}
          <Link
            to="/admin/webhooks/$endpointId"
            params={{ endpointId: id }}
            className={classes.link}
            data-testid="endpoint-open"
          >
            {waiting} waiting, {dead} given up
          </Link>
          {become.error && `. ${sentenceOf(become.error)}`}
        </>
      }
      testId="endpoint"
    >
      <Button
        variant="subtle"
        size="compact-sm"
        loading={become.isPending}
        onClick={() => {
          become.mutate(state === 'enabled' ? 'disabled' : 'enabled');
        }}
        data-testid="endpoint-pause"
      >
        {state === 'enabled' ? 'Pause' : 'Go on'}
      </Button>
    </Row>
  );
}

/** Whether it is sent to, paused, or left alone for a while. */
export function EndpointState({ endpoint }: { endpoint: WebhookEndpointView }) {
  const { state, openUntil, failures } = endpoint;
  if (state === 'disabled') {
    return (
      <TonePill tone="wait" icon={IconPlayerPause}>
        Paused: new events pass it by
      </TonePill>
    );
  }
  if (openUntil !== null) {
    return (
      <TonePill tone="bad" icon={IconPlugConnectedX}>
        Failed {failures} times, left alone until {deadline(openUntil)}
      </TonePill>
    );
  }
  return (
    <TonePill tone="good" icon={IconCircleCheck}>
      Enabled
    </TonePill>
  );
}
