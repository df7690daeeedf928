// The desk for banks' warnings: charges that a bank believes to be fraud. A refund in time keeps one
// from becoming a dispute; a warning that is met with a refund is done with.
import { Button, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconArrowBackUp, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FraudWarningView, RefundView } from '../../../src/payments/contract.js';
import { call } from '../api/client.js';
import { DISPUTES, warningsQuery } from '../api/risk-queries.js';
import { useAttemptKey } from '../money/attempt-key.js';
import { leftToGiveBack, refundedWords } from '../money/aftermath-words.js';
import { cardName } from '../money/card-words.js';
import { formatMoney } from '../money/format.js';
import { ShownWarnings } from '../trust/shown-warnings.js';
import { useHolds } from '../session/viewer.js';
import { ReasonDialog } from '../ui/reason-dialog.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { fullTime, since, useNow } from '../ui/time.js';
import { capitalised } from '../ui/words.js';
import classes from './risk.module.css';
import { RiskTabs } from './risk-tabs.js';

export function WarningsPage() {
  useDocumentTitle('Warnings · Tenner');
  const warnings = useQuery(warningsQuery);
  return (
    <div className={classes.desk}>
      <div className={classes.deskColumn}>
        <RiskTabs desk="warnings" />
        <Title order={1} className={classes.queueTitle}>
          Warnings
        </Title>
        <p className={classes.intro}>
          A bank believes that these charges were fraud. A refund now keeps a warning from becoming
          a dispute with its fee.
        </p>
        {warnings.isPending && <Loading what="the warnings" rows={3} height={96} />}
        {warnings.isError && warnings.data === undefined && (
          <Failed
            error={warnings.error}
            what="The warnings"
            onRetry={() => void warnings.refetch()}
          />
        )}
        {warnings.data?.length === 0 && (
          <Empty icon={<IconShieldCheck size={26} />} title="No warning waits">
            New ones appear here by themselves.
          </Empty>
        )}
        {warnings.data?.map((warning) => (
          <Warning key={warning.id} warning={warning} />
        ))}
        <ShownWarnings />
      </div>
    </div>
  );
}

type Word = 'refund' | 'dismiss';

function Warning({ warning }: { warning: FraudWarningView }) {
  const { id, payment, fraudType, actionable, warnedAt } = warning;
  const [word, setWord] = useState<Word | null>(null);
  const mayRefund = useHolds('risk_approver');
  const now = useNow();
  const { payer, payee, funding } = payment;
  const left = leftToGiveBack(payment);
  const refunded = refundedWords(payment);
  const card = funding && funding.source !== 'balance' ? `, ${cardName(funding)}` : '';
  return (
    <article
      className={classes.section}
      aria-labelledby={id}
      data-testid="warning"
      data-payment-id={payment.id}
    >
      <div className={classes.rowTop}>
        <h2 id={id} className={classes.warned}>
          {formatMoney(payment.amount)} that {payer.name} paid {payee.name}
        </h2>
        <time dateTime={warnedAt} title={fullTime(warnedAt)} className={classes.quiet}>
          {since(warnedAt, now)}
        </time>
      </div>
      <p className={classes.warning}>
        {capitalised(fraudType)}
        {card}.{' '}
        {refunded ??
          (actionable ? 'A refund still helps.' : 'It is too late for a refund to help.')}
      </p>
      <div className={classes.answer}>
        <Button
          variant="default"
          onClick={() => {
            setWord('dismiss');
          }}
          data-testid="warning-dismiss"
        >
          Dismiss
        </Button>
        {left && mayRefund && (
          <Button
            color="red"
            leftSection={<IconArrowBackUp size={18} />}
            onClick={() => {
              setWord('refund');
            }}
            data-testid="warning-refund"
          >
            Refund now
          </Button>
        )}
      </div>
      <Decide
        warning={warning}
        word={word}
        onClose={() => {
          setWord(null);
        }}
      />
    </article>
  );
}

interface DecideProps {
  warning: FraudWarningView;
  word: Word | null;
  onClose: () => void;
}

function Decide({ warning: { id, payment }, word, onClose }: DecideProps) {
  const attempt = useAttemptKey();
  const { payer, payee } = payment;
  const left = leftToGiveBack(payment);
  const dismiss = (reason: string): Promise<undefined> =>
    call<undefined>(`/risk/warnings/${id}/dismiss`, { method: 'POST', body: { reason } });
  const refund = async (reason: string): Promise<void> => {
    const body = { reason };
    await call<RefundView>(`/risk/payments/${payment.id}/refunds`, {
      method: 'POST',
      body,
      idempotencyKey: attempt.of(body),
    });
    await dismiss(reason);
  };
  return (
    <>
      <ReasonDialog
        opened={word === 'refund'}
        title="Refund this payment?"
        what={`${payer.name} gets ${left ? formatMoney(left) : 'it'} back. It is taken from ${payee.name}, who owes what they have spent.`}
        confirm="Refund now"
        isGrave
        queryKey={DISPUTES}
        send={refund}
        onSettled={(error) => {
          attempt.settle(error);
        }}
        onClose={onClose}
      />
      <ReasonDialog
        opened={word === 'dismiss'}
        title="Dismiss this warning?"
        what="Nothing is refunded, and the warning leaves the list."
        confirm="Dismiss"
        queryKey={DISPUTES}
        send={dismiss}
        onClose={onClose}
      />
    </>
  );
}
