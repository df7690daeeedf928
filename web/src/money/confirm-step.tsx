// The last look before money moves: what leaves, what arrives, the fee, the source and the note on one
// sheet. A refusal is shown here with the way to mend it, and everything typed stays.
import { Alert, Button, Group } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SendMoneyBody } from '../../../src/payments/contract.js';
import { Problem, sentenceOf } from '../api/client.js';
import { PriceRows, PriceSaid } from '../exchange/price-rows.js';
import { useSendPrice } from '../exchange/use-send-price.js';
import { checkQuery } from '../trust/trust-queries.js';
import { arrivalWords } from './arrival.js';
import { BALANCE_FIRST } from './balance-first.js';
import { cardName } from './card-words.js';
import classes from './confirm-step.module.css';
import { formatMoney } from './format.js';
import { partsWords } from './funding-words.js';
import sheetClasses from './money-sheet.module.css';
import { isMoreThan, withDigits } from './parse-amount.js';
import { adviceFor, type Advice } from './refusal-advice.js';
import { SendFoot } from './send-foot.js';
import { StepHeading } from './step-heading.js';
import type { Order } from './use-order.js';

interface Props {
  order: Order;
  waiting: boolean;
  /** Whether what is waited for is the payer's own answer to their bank. */
  asksBank: boolean;
  error: Error | null;
  onSend: (body: SendMoneyBody) => void;
  onChange: () => void;
  onBalance: () => void;
  /** The payer turned back, or put it off: the sheet closes. */
  onStop: () => void;
  onCoolOff: () => void;
}

export function ConfirmStep(props: Props) {
  const { order, onChange } = props;
  const { body, payee } = order;
  if (body === null || payee === null) return <Obstacle order={order} onChange={onChange} />;
  return <LastLook {...props} body={body} payee={payee} />;
}

type Payable = Props & { body: SendMoneyBody; payee: NonNullable<Order['payee']> };

function LastLook(props: Payable) {
  const { order, body, payee, waiting, error, onChange, onBalance } = props;
  const { source, currency } = order;
  const price = useSendPrice(order, waiting, error);
  const { data: check } = useQuery({
    ...checkQuery(price.checked ?? body),
    enabled: price.checked !== null,
  });
  const money = formatMoney(body.amount);
  const advice = error && adviceFor(error, source !== 'balance');
  const zero = withDigits('0', order.digits);

  return (
    <div className={sheetClasses.step}>
      <div className={sheetClasses.scroll} tabIndex={0} role="group" aria-label="The payment">
        <StepHeading>
          {money} to {payee.name}
        </StepHeading>
        <dl className={classes.rows}>
          <Row name="You send">{money}</Row>
          <Row name={`${payee.name} gets`}>
            {price.exchanges ? price.quote && formatMoney(price.quote.payeeGets) : money}
            <span className={classes.hint}>@{payee.handle}</span>
          </Row>
          {price.quote && <PriceRows quote={price.quote} secondsLeft={price.secondsLeft} />}
          <Row name="Fee">{formatMoney({ amount: zero, currency })}</Row>
          <Row name="Arrives">
            {arrivalWords(order.arrival, source === 'balance' ? 'balance' : 'card')}
            {check?.toAccept === true && (
              <span className={classes.hint}>{payee.name} accepts it first</span>
            )}
          </Row>
          <Row name="From">{sourceWords(order)}</Row>
          {body.note !== undefined && <Row name="Note">{body.note}</Row>}
        </dl>
        {price.exchanges && <PriceSaid quote={price.quote} to={`${payee.name} gets`} />}
        <p className={sheetClasses.quiet}>
          {check && check.undoSeconds > 0 && !price.exchanges
            ? `You can undo it for ${String(check.undoSeconds)} seconds. Look at the name once more.`
            : 'You cannot take a sent payment back, so look at the name once more.'}
        </p>
      </div>
      <div className={sheetClasses.foot} aria-busy={waiting}>
        {error && advice && (
          <Refusal
            error={error}
            advice={advice}
            // What the balance cannot pay leads to the amount.
            onBalance={isPayable(order) ? onBalance : onChange}
            onChange={onChange}
          />
        )}
        {price.error && <NoPrice error={price.error} onChange={onChange} />}
        {price.body && price.checked && (
          <SendFoot
            {...props}
            body={price.body}
            checked={price.checked}
            payeeName={payee.name}
            isRepeat={advice?.mend === 'repeat'}
          />
        )}
      </div>
    </div>
  );
}

function NoPrice({ error, onChange }: { error: Error; onChange: () => void }) {
  return (
    <Alert color="red" role="alert" icon={<IconAlertCircle />} data-testid="price-error">
      <p className={classes.sentence}>{sentenceOf(error)}</p>
      <Button size="compact-sm" variant="default" mt="xs" onClick={onChange}>
        Change the payment
      </Button>
    </Alert>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <dt>{name}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

function sourceWords({ source, picked, parts }: Order): string {
  if (source === 'balance') return 'Your balance';
  if (picked !== BALANCE_FIRST) return cardName(source);
  // The balance may have paid its part already while the answer is awaited.
  return parts ? partsWords(parts) : `Your balance first, then ${cardName(source)}`;
}

const isPayable = ({ parsed, available }: Order): boolean =>
  parsed.ok && available !== null && !isMoreThan(parsed.amount, available);

const ways: Record<Exclude<Advice['mend'], 'repeat'>, string> = {
  source: 'Try another card or your balance',
  balance: 'Pay from your balance',
  amount: 'Change the payment',
};

interface RefusalProps {
  error: Error;
  advice: Advice;
  onBalance: () => void;
  onChange: () => void;
}

function Refusal({ error, advice, onBalance, onChange }: RefusalProps) {
  return (
    <Alert
      color="red"
      role="alert"
      icon={<IconAlertCircle />}
      data-testid="sheet-error"
      data-code={error instanceof Problem ? error.code : 'unreachable'}
    >
      <p className={classes.sentence}>{sentenceOf(error)}</p>
      <p className={classes.advice}>{advice.sentence}</p>
      {advice.mend !== 'repeat' && (
        <Group mt="xs">
          <Button
            size="compact-sm"
            variant="default"
            onClick={advice.mend === 'balance' ? onBalance : onChange}
          >
            {ways[advice.mend]}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

// The balance may shrink while the sheet is open, so what was payable a moment ago no longer is.
function Obstacle({ order, onChange }: { order: Order; onChange: () => void }) {
  return (
    <div className={sheetClasses.scroll}>
      <Alert color="red" role="alert" icon={<IconAlertCircle />} data-testid="sheet-error">
        <p className={classes.sentence}>{order.obstacle}</p>
        <Button size="compact-sm" variant="default" mt="xs" onClick={onChange}>
          Change the payment
        </Button>
      </Alert>
    </div>
  );
}
