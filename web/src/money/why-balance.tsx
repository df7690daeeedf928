// "Why this balance?": every line of a person's own account in their words, what is set aside and when
// it comes back.
import { Button, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { WalletExplanationView } from '../../../src/payments/contract.js';
import { walletExplanationQuery } from '../api/queries.js';
import { Dialog } from '../ui/dialog.js';
import { Failed, Loading } from '../ui/states.js';
import { fullTime } from '../ui/time.js';
import { capitalised } from '../ui/words.js';
import { formatMoney, isZero } from './format.js';
import classes from './wallet-page.module.css';

export function WhyBalance({ currency }: { currency: string }) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <button
        type="button"
        className={classes.why}
        onClick={() => {
          setOpened(true);
        }}
        data-testid={`why-${currency}`}
      >
        Why this balance?
      </button>
      <Dialog
        opened={opened}
        title={`Why this balance, ${currency}`}
        size="lg"
        onClose={() => {
          setOpened(false);
        }}
      >
        <Explanation currency={currency} />
      </Dialog>
    </>
  );
}

function Explanation({ currency }: { currency: string }) {
  const why = useInfiniteQuery(walletExplanationQuery(currency));
  if (why.isPending) return <Loading what="the explanation" />;
  const first = why.data?.pages[0];
  if (first === undefined) {
    return <Failed error={why.error} what="The explanation" onRetry={() => void why.refetch()} />;
  }
  const lines = why.data?.pages.flatMap((page) => page.lines) ?? [];
  return (
    <Stack gap="md" data-testid="wallet-explanation">
      <Whole explained={first} />
      <ul className={classes.list}>
        {lines.map(({ words, occurredAt, change, balance }, index) => (
          <Row key={index} words={words} detail={fullTime(occurredAt)}>
            <span className={classes.amount}>{formatMoney({ amount: change, currency })}</span>
            <span className={classes.state}>{formatMoney({ amount: balance, currency })}</span>
          </Row>
        ))}
      </ul>
      {why.hasNextPage && (
        <Button
          variant="default"
          loading={why.isFetchingNextPage}
          onClick={() => void why.fetchNextPage()}
        >
          Show earlier
        </Button>
      )}
    </Stack>
  );
}

function Whole({ explained }: { explained: WalletExplanationView }) {
  const { currency, balance, holds, residue } = explained;
  const whole = isZero(residue.balance) && isZero(residue.held);
  return (
    <>
      <Text size="sm">
        The lines below add up to {formatMoney({ amount: balance, currency })}
        {whole ? ', with nothing left over.' : '. Something is left over; please tell us.'}
      </Text>
      {holds.length > 0 && (
        <section aria-labelledby="set-aside">
          <Title order={3} id="set-aside" size="h5" mb={6}>
            Set aside
          </Title>
          <ul className={classes.list}>
            {holds.map(({ words, amount, since, releasingAt }) => (
              <Row
                key={since}
                words={words}
                detail={
                  releasingAt === null ? 'Until it is decided' : `Until ${fullTime(releasingAt)}`
                }
              >
                <span className={classes.amount}>{formatMoney({ amount, currency })}</span>
              </Row>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface RowProps {
  words: string;
  detail: string;
  children: React.ReactNode;
}

function Row({ words, detail, children }: RowProps) {
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <div className={classes.told}>{capitalised(words)}</div>
        <div className={classes.detail}>{detail}</div>
      </div>
      <div className={classes.end}>{children}</div>
    </li>
  );
}
