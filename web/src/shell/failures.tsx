// What shows when an address leads nowhere, or when a page broke. Both offer a way on.
import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { Empty, Failed } from '../ui/states.js';

export function NotFound() {
  return (
    <main>
      <Empty icon={<IconMapOff size={26} />} title="There is nothing at this address" isPageHeading>
        <Button component={Link} to="/" variant="default" mt="sm">
          Go to the start
        </Button>
      </Empty>
    </main>
  );
}

export function PageFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Failed
      error={error}
      what="This page"
      isPageHeading
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
