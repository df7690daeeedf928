// The record of roles: who may do what since when, by whom and why.
import { IconUserMinus, IconUserPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { MoreButton } from '../ui/more-button.js';
import { Row, Rows, Sheet, SheetBody } from '../ui/sheet.js';
import { Failed, Loading } from '../ui/states.js';
import { exactTime } from '../ui/time.js';
import { roleName } from './role-words.js';
import { roleChangesQuery } from './staff-queries.js';

export function RoleRecord() {
  const record = useInfiniteQuery(roleChangesQuery);
  const changes = record.data?.pages.flatMap((page) => page.changes);
  return (
    <>
      <Sheet
        title="Roles given and taken"
        note="Newest first. It is never changed."
        testId="role-record"
      >
        {record.isPending && <Loading what="the record" rows={4} />}
        {record.isError && changes === undefined && (
          <Failed error={record.error} what="The record" onRetry={() => void record.refetch()} />
        )}
        {changes?.length === 0 && <SheetBody>Nothing yet.</SheetBody>}
        {changes && changes.length > 0 && (
          <Rows label="Changes of roles">
            {changes.map(({ id, person, role, change, reason, changedBy, changedAt }) => (
              <Row
                key={id}
                icon={change === 'grant' ? IconUserPlus : IconUserMinus}
                name={`${person}: ${roleName(role)} ${change === 'grant' ? 'given' : 'taken'}`}
                detail={`By ${changedBy}, ${exactTime(changedAt)}: ${reason}`}
              />
            ))}
          </Rows>
        )}
      </Sheet>
      <MoreButton list={record} label="Show earlier" />
    </>
  );
}
