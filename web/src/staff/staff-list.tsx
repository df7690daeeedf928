// Everybody who works here and what they may do; an administrator finds anybody by handle and gives or
// takes a role, with a reason. Nobody changes their own.
import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconShieldCheck, IconShieldOff, IconUser } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StaffMemberView } from '../../../src/identity/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { useHolds, useViewer } from '../session/viewer.js';
import { Row, Rows, Sheet, SheetBody } from '../ui/sheet.js';
import { Failed, Loading } from '../ui/states.js';
import { TonePill } from '../ui/tone.js';
import { Trouble } from '../ui/trouble.js';
import { RoleDialog } from './role-dialog.js';
import { roleName } from './role-words.js';
import { staffQuery } from './staff-queries.js';
import classes from './staff.module.css';

export function StaffList() {
  const staff = useQuery(staffQuery);
  const isAdmin = useHolds('admin');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [found, setFound] = useState<StaffMemberView | null>(null);
  // As the list has them now, so that a role that was just given shows.
  const chosen = staff.data?.find(({ id }) => id === chosenId) ?? found;
  const choose = (member: StaffMemberView): void => {
    setFound(member);
    setChosenId(member.id);
  };
  return (
    <>
      {isAdmin && <FindPerson onFound={choose} />}
      <Sheet title="People who work here" testId="staff">
        {staff.isPending && <Loading what="the staff" rows={5} />}
        {staff.isError && (
          <Failed error={staff.error} what="The staff" onRetry={() => void staff.refetch()} />
        )}
        {staff.data && (
          <Rows label="Staff">
            {staff.data.map((member) => (
              <Member key={member.id} member={member} onChoose={isAdmin ? choose : undefined} />
            ))}
          </Rows>
        )}
      </Sheet>
      <RoleDialog
        member={chosenId === null ? null : chosen}
        onClose={() => {
          setChosenId(null);
        }}
      />
    </>
  );
}

interface MemberProps {
  member: StaffMemberView;
  onChoose: ((member: StaffMemberView) => void) | undefined;
}

function Member({ member, onChoose }: MemberProps) {
  const viewer = useViewer();
  const { id, name, handle, roles, hasSecondFactor } = member;
  return (
    <Row
      icon={IconUser}
      name={name}
      pill={
        hasSecondFactor ? (
          <TonePill tone="good" icon={IconShieldCheck}>
            Second factor
          </TonePill>
        ) : (
          <TonePill tone="wait" icon={IconShieldOff}>
            No second factor yet
          </TonePill>
        )
      }
      detail={`@${handle}: ${roles.map(roleName).join(', ')}`}
      testId={`member-${handle}`}
    >
      {onChoose && id !== viewer.id && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            onChoose(member);
          }}
          aria-label={`Change the roles of ${name}`}
        >
          Roles
        </Button>
      )}
    </Row>
  );
}

function FindPerson({ onFound }: { onFound: (member: StaffMemberView) => void }) {
  const [handle, setHandle] = useState('');
  const find = useMutation({
    mutationFn: () => {
      const wanted = encodeURIComponent(handle.trim().replace(/^@/, '').toLowerCase());
      return call<StaffMemberView>(`/admin/people/${wanted}`);
    },
    onSuccess: onFound,
  });
  return (
    <Sheet
      title="Give somebody a role"
      note="They set up a second factor before it opens anything."
    >
      <SheetBody>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            find.mutate();
          }}
        >
          <div className={classes.find}>
            <TextInput
              label="Handle"
              leftSection="@"
              required
              withAsterisk={false}
              autoCapitalize="none"
              spellCheck={false}
              value={handle}
              onChange={(event) => {
                setHandle(event.currentTarget.value);
              }}
              data-testid="person-handle"
            />
            <Button
              type="submit"
              leftSection={<IconSearch size={16} />}
              loading={find.isPending}
              data-testid="person-find"
            >
              Find
            </Button>
          </div>
        </form>
        <Trouble words={find.error && sentenceOf(find.error)} />
      </SheetBody>
    </Sheet>
  );
}
