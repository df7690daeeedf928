// Hosts: the products whose servers may ask, each with its keys.
import { Button, Group, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconServer } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HostView } from '../../../src/platform/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { Dialog } from '../ui/dialog.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { Trouble } from '../ui/trouble.js';
import { HostKeys } from './host-keys.js';
import { HOSTS, hostsQuery } from './staff-queries.js';
import classes from './staff.module.css';

export function Hosts() {
  const hosts = useQuery(hostsQuery);
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <div className={classes.toolbar}>
        <Button leftSection={<IconPlus size={16} />} onClick={open} data-testid="host-add">
          Add a host
        </Button>
      </div>
      {hosts.isPending && <Loading what="the hosts" rows={2} height={96} />}
      {hosts.isError && (
        <Failed error={hosts.error} what="The hosts" onRetry={() => void hosts.refetch()} />
      )}
      {hosts.data?.length === 0 && (
        <Empty icon={<IconServer size={26} />} title="No host yet">
          A host is a product whose servers may ask about payments, with keys of its own.
        </Empty>
      )}
      {hosts.data?.map((host) => (
        <HostKeys key={host.id} host={host} />
      ))}
      <Dialog opened={opened} onClose={close} title="Add a host" size="sm">
        <HostForm onClose={close} />
      </Dialog>
    </>
  );
}

function HostForm({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => call<HostView>('/admin/hosts', { method: 'POST', body: { name } }),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: HOSTS }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <TextInput
        label="Name"
        description="Letters and digits, such as Shop"
        data-autofocus
        required
        withAsterisk={false}
        maxLength={80}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
        mb="md"
        data-testid="host-name"
      />
      <Trouble words={add.error && sentenceOf(add.error)} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button type="submit" loading={add.isPending} data-testid="host-save">
          Add it
        </Button>
      </Group>
    </form>
  );
}
