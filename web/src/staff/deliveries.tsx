// What was sent to one endpoint, how it was answered, and what was given up; sent again one by one, or
// all of a time.
import { Button, SegmentedControl } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowLeft, IconRepeat } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { MoreButton } from '../ui/more-button.js';
import { Rows, Sheet, SheetBody } from '../ui/sheet.js';
import { Failed, Loading } from '../ui/states.js';
import { DeliveryRow } from './delivery-row.js';
import { ReplayDeliveries } from './replay-deliveries.js';
import { deliveriesQuery, type DeliveryState, endpointsQuery } from './staff-queries.js';
import classes from './staff.module.css';
import { EndpointState } from './webhooks.js';

const STATES = [
  { value: 'all', label: 'All' },
  { value: 'pending', label: 'Waiting' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'dead', label: 'Given up' },
];

export function Deliveries() {
  const { endpointId } = useParams({ from: '/signed-in/admin/webhooks/$endpointId' });
  const [state, setState] = useState<DeliveryState | null>(null);
  const [replaying, { open, close }] = useDisclosure(false);
  const { data: endpoints } = useQuery(endpointsQuery);
  const list = useInfiniteQuery({
    ...deliveriesQuery(endpointId, state),
    placeholderData: keepPreviousData,
  });
  const endpoint = endpoints?.find(({ id }) => id === endpointId);
  const deliveries = list.data?.pages.flatMap((page) => page.deliveries);
  return (
    <>
      <div className={classes.toolbar}>
        <Button
          component={Link}
          to="/admin/webhooks"
          variant="subtle"
          leftSection={<IconArrowLeft size={16} />}
        >
          All endpoints
        </Button>
        <SegmentedControl
          aria-label="Which deliveries"
          data={STATES}
          value={state ?? 'all'}
          onChange={(value) => {
            setState(value === 'all' ? null : (value as DeliveryState));
          }}
        />
        <Button
          variant="default"
          leftSection={<IconRepeat size={16} />}
          onClick={open}
          data-testid="deliveries-replay"
        >
          Send a time again
        </Button>
      </div>
      <Sheet
        title={endpoint?.url ?? 'Deliveries'}
        aside={endpoint && <EndpointState endpoint={endpoint} />}
        testId="deliveries"
      >
        {list.isPending && <Loading what="the deliveries" rows={4} />}
        {list.isError && deliveries === undefined && (
          <Failed error={list.error} what="The deliveries" onRetry={() => void list.refetch()} />
        )}
        {deliveries?.length === 0 && <SheetBody>None here.</SheetBody>}
        {deliveries && deliveries.length > 0 && (
          <Rows label="Deliveries">
            {deliveries.map((delivery) => (
              <DeliveryRow key={delivery.eventId} endpointId={endpointId} delivery={delivery} />
            ))}
          </Rows>
        )}
      </Sheet>
      <MoreButton list={list} label="Show earlier" />
      <ReplayDeliveries endpointId={endpointId} opened={replaying} onClose={close} />
    </>
  );
}
