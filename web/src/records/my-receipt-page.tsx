// The receipt of one's own payment: to print, and to hand somebody the address at which they can check it.
import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy, IconFileOff, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Problem } from '../api/client.js';
import { paymentQuery } from '../api/queries.js';
import { fundingWords } from '../money/funding-words.js';
import { Page } from '../ui/page.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { ReceiptSheet } from './receipt-sheet.js';
import { receiptCodeQuery } from './record-queries.js';
import classes from './records.module.css';

export function MyReceiptPage() {
  const { paymentId } = useParams({ from: '/signed-in/payments/$paymentId/receipt' });
  const mine = useQuery(receiptCodeQuery(paymentId));
  const { data: payment } = useQuery(paymentQuery(paymentId));
  const clipboard = useClipboard({ timeout: 3000 });
  if (mine.error instanceof Problem && mine.error.status < 500)
    return <NoReceipt error={mine.error} />;
  if (mine.isError) {
    return (
      <Failed
        error={mine.error}
        what="The receipt"
        isPageHeading
        onRetry={() => void mine.refetch()}
      />
    );
  }
  return (
    <Page
      title="Receipt"
      intro="Whoever you give the code or the link sees exactly this, as it stands then. A picture can be forged; what the link shows cannot."
    >
      <div className={classes.narrow}>
        {mine.isPending ? (
          <Loading what="the receipt" rows={3} height={90} />
        ) : (
          <>
            <ReceiptSheet receipt={mine.data.receipt} />
            {payment?.funding?.source === 'balance_first' && (
              <p className={classes.small} data-testid="receipt-parts">
                Paid with {fundingWords(payment.funding)}. Only you see this.
              </p>
            )}
            <div className={classes.actions}>
              <Button
                leftSection={clipboard.copied ? <IconCheck size={17} /> : <IconCopy size={17} />}
                onClick={() => {
                  clipboard.copy(mine.data.url);
                }}
                data-testid="receipt-copy"
              >
                {clipboard.copied ? 'Link copied' : 'Copy link'}
              </Button>
              <Button
                variant="default"
                leftSection={<IconPrinter size={17} />}
                onClick={() => {
                  window.print();
                }}
              >
                Print
              </Button>
              <Button
                component={Link}
                to={`/receipt/${mine.data.code}`}
                variant="subtle"
                data-testid="receipt-public"
              >
                See what others see
              </Button>
            </div>
          </>
        )}
      </div>
    </Page>
  );
}

function NoReceipt({ error }: { error: Problem }) {
  return (
    <Empty icon={<IconFileOff size={26} />} title="There is no receipt here" isPageHeading>
      {error.message}
      <div>
        <Button component={Link} to="/activity" variant="default" mt="sm">
          Go to your activity
        </Button>
      </div>
    </Empty>
  );
}
