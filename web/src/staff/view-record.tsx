// The record of looks: which of the staff looked at whose data, when and why.
import { IconEye } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { MoreButton } from '../ui/more-button.js';
import { Row, Rows, Sheet, SheetBody } from '../ui/sheet.js';
import { Failed, Loading } from '../ui/states.js';
import { exactTime } from '../ui/time.js';
import { dataViewsQuery } from './staff-queries.js';

export function ViewRecord() {
  const record = useInfiniteQuery(dataViewsQuery);
  const views = record.data?.pages.flatMap((page) => page.views);
  return (
    <>
      <Sheet
        title="Looks at people’s data"
        note="Newest first. It is never changed; the same look for the same reason is written once in a quarter of an hour."
        testId="view-record"
      >
        {record.isPending && <Loading what="the record" rows={4} />}
        {record.isError && views === undefined && (
          <Failed error={record.error} what="The record" onRetry={() => void record.refetch()} />
        )}
        {views?.length === 0 && <SheetBody>Nothing yet.</SheetBody>}
        {views && views.length > 0 && (
          <Rows label="Looks">
            {views.map(({ id, viewer, subject, reason, viewedAt }) => (
              <Row
                key={id}
                icon={IconEye}
                name={`${viewer} looked at ${subject}`}
                detail={`${exactTime(viewedAt)}: ${reason}`}
              />
            ))}
          </Rows>
        )}
      </Sheet>
      <MoreButton list={record} label="Show earlier" />
    </>
  );
}
