// The last look before a payment is scheduled: what will leave, to whom, from where, and when. Nothing
// moves now.
import { Alert, Button } from '@mantine/core';
import { IconAlertCircle, IconCalendarClock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/client.js';
import { cardName } from '../money/card-words.js';
import rowClasses from '../money/confirm-step.module.css';
import { formatMoney, formatWithCode } from '../money/format.js';
import sheetClasses from '../money/money-sheet.module.css';
import { StepHeading } from '../money/step-heading.js';
import type { MoneySheetState } from '../money/use-money-sheet.js';
import type { Order } from '../money/use-order.js';
import { Heed } from '../ui/heed.js';
import { occurrenceDay, planWords } from './plan-words.js';
import { ScheduleFoot } from './schedule-foot.js';
import { scheduleCheckQuery } from './schedule-queries.js';
import { useMakeSchedule } from './use-schedules.js';
import { readWhen, type When } from './when.js';

interface Props {
  order: Order;
  when: When;
  sheet: MoneySheetState;
}

export function ScheduleStep({ order, when, sheet }: Props) {
  const making = useMakeSchedule(sheet.finish);
  const read = readWhen(when);
  const { body, payee, source } = order;
  if (body === null || payee === null || !read.ok) {
    const sentence = read.ok ? (order.obstacle ?? '') : read.sentence;
    const change = (): void => {
      sheet.edit({ step: 'amount' });
    };
    return <Obstacle sentence={sentence} onChange={change} />;
  }
  const { plan } = read;
  const { threadId, payeeId, amount, funding, note } = body;
  const wish = {
    ...{ threadId, amount, plan },
    funding: funding as { source: 'balance' },
    ...(payeeId === undefined ? {} : { payeeId }),
    ...(note === undefined ? {} : { note }),
  };
  const money = formatMoney(amount);
  return (
    <div className={sheetClasses.step}>
      <div className={sheetClasses.scroll} tabIndex={0} role="group" aria-label="The schedule">
        <StepHeading>
          {money} to {payee.name}
        </StepHeading>
        <dl className={rowClasses.rows}>
          <Row name="Each time">{money}</Row>
          <Row name="To">
            {payee.name}
            <span className={rowClasses.hint}>@{payee.handle}</span>
          </Row>
          <Row name="When">{planWords(plan)}</Row>
          <Upcoming body={wish} zone={plan.zone} />
          <Row name="From">{source === 'balance' ? 'Your balance' : cardName(source)}</Row>
          {note !== undefined && <Row name="Note">{note}</Row>}
        </dl>
        <Heed icon={IconCalendarClock}>
          You are told a day before each one, and can skip it, pause or stop it until it is sent.{' '}
          {payee.name} sees only what has arrived.
        </Heed>
      </div>
      <div className={sheetClasses.foot} aria-busy={making.isPending}>
        {making.error && (
          <Alert color="red" role="alert" icon={<IconAlertCircle />} data-testid="sheet-error">
            {sentenceOf(making.error)}
          </Alert>
        )}
        <ScheduleFoot
          path="/check"
          body={wish}
          payeeName={payee.name}
          words={`Schedule ${formatWithCode(amount)} to ${payee.name}`}
          waiting={making.isPending || making.isSuccess}
          error={making.error}
          onGo={(confirmationId) => {
            making.mutate(confirmationId === null ? wish : { ...wish, confirmationId });
          }}
          onStop={sheet.close}
        />
      </div>
    </div>
  );
}

function Upcoming({ body, zone }: { body: object; zone: string }) {
  const { data: check, error } = useQuery(scheduleCheckQuery('/check', body));
  if (error) return <Row name="First">{sentenceOf(error)}</Row>;
  const [first, ...rest] = check?.upcoming ?? [];
  return (
    <Row name={rest.length === 0 ? 'Sent' : 'First'}>
      <span data-testid="schedule-first">{first ? occurrenceDay(first, zone) : '…'}</span>
      {rest.length > 0 && (
        <span className={rowClasses.hint}>
          then {rest.map((at) => occurrenceDay(at, zone)).join(', ')}
        </span>
      )}
    </Row>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={rowClasses.row}>
      <dt>{name}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

function Obstacle({ sentence, onChange }: { sentence: string; onChange: () => void }) {
  return (
    <div className={sheetClasses.scroll}>
      <Alert color="red" role="alert" icon={<IconAlertCircle />} data-testid="sheet-error">
        <p className={rowClasses.sentence}>{sentence}</p>
        <Button size="compact-sm" variant="default" mt="xs" onClick={onChange}>
          Change it
        </Button>
      </Alert>
    </div>
  );
}
