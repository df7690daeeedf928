// The roles of one person: each given or taken with a reason. What does not go together is refused by
// the server, which says why.
import { Button, Group, Textarea } from '@mantine/core';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { StaffMemberView } from '../../../src/identity/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { Dialog } from '../ui/dialog.js';
import { Row, Rows } from '../ui/sheet.js';
import { Trouble } from '../ui/trouble.js';
import { useLast } from '../ui/use-last.js';
import { STAFF_ROLES, type StaffRole } from './role-words.js';
import { STAFF } from './staff-queries.js';

interface Props {
  member: StaffMemberView | null;
  onClose: () => void;
}

interface Change {
  role: StaffRole;
  change: 'grant' | 'revoke';
}

export function RoleDialog({ member, onClose }: Props) {
  const shown = useLast(member);
  const [asked, setAsked] = useState<Change | null>(null);
  const close = (): void => {
    setAsked(null);
    onClose();
  };
  return (
    <Dialog
      opened={member !== null}
      onClose={close}
      title={`Roles of ${shown?.name ?? ''}`}
      size="lg"
    >
      {shown && asked === null && <Roles member={shown} onAsk={setAsked} />}
      {shown && asked !== null && (
        <ReasonForm
          member={shown}
          asked={asked}
          onDone={close}
          onBack={() => {
            setAsked(null);
          }}
        />
      )}
    </Dialog>
  );
}

function Roles({ member, onAsk }: { member: StaffMemberView; onAsk: (asked: Change) => void }) {
  const known = Object.entries(STAFF_ROLES) as [StaffRole, { name: string; opens: string }][];
  return (
    <Rows label={`Roles of ${member.name}`}>
      {known.map(([role, { name, opens }]) => {
        const has = member.roles.includes(role);
        return (
          <Row key={role} icon={has ? IconCheck : IconPlus} name={name} detail={opens}>
            <Button
              variant={has ? 'subtle' : 'default'}
              color={has ? 'red' : undefined}
              size="compact-sm"
              onClick={() => {
                onAsk({ role, change: has ? 'revoke' : 'grant' });
              }}
              aria-label={`${has ? 'Take' : 'Give'} ${name}`}
              data-testid={`role-${role}`}
            >
              {has ? 'Take' : 'Give'}
            </Button>
          </Row>
        );
      })}
    </Rows>
  );
}

interface FormProps {
  member: StaffMemberView;
  asked: Change;
  onDone: () => void;
  onBack: () => void;
}

function ReasonForm({ member, asked, onDone, onBack }: FormProps) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const { name } = STAFF_ROLES[asked.role];
  const change = useMutation({
    mutationFn: () =>
      call(`/admin/people/${member.id}/roles`, { method: 'POST', body: { ...asked, reason } }),
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: STAFF }),
  });
  const isGrant = asked.change === 'grant';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Textarea
        label={isGrant ? `Why ${name} is given` : `Why ${name} is taken`}
        description="Goes on record with your name. They are told by mail."
        data-autofocus
        autosize
        minRows={2}
        required
        withAsterisk={false}
        minLength={3}
        maxLength={500}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
        mb="md"
        data-testid="reason"
      />
      <Trouble words={change.error && sentenceOf(change.error)} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button
          type="submit"
          color={isGrant ? undefined : 'red'}
          loading={change.isPending}
          data-testid="confirm"
        >
          {isGrant ? `Give ${name}` : `Take ${name}`}
        </Button>
      </Group>
    </form>
  );
}
