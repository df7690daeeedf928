// What the amount in somebody's words could become. Found in the browser alone, offered and never done:
// a tap opens the sheet with amount and note filled in.
import { Button } from '@mantine/core';
import { type Icon, IconCash, IconHandStop, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { configQuery } from '../../api/queries.js';
import { amountIn, type WrittenAmount } from '../../money/amount-in-text.js';
import { formatWithCode } from '../../money/format.js';
import classes from './composer.module.css';

interface Offer {
  verb: string;
  icon: Icon;
  onTake: (written: WrittenAmount) => void;
}

interface Props {
  text: string;
  onPay: (written: WrittenAmount) => void;
  onAsk: (written: WrittenAmount) => void;
  onSplit: (written: WrittenAmount) => void;
}

export function MoneyChips({ text, onPay, onAsk, onSplit }: Props) {
  const { data: config } = useQuery(configQuery);
  const written = config ? amountIn(text, config.currencies) : null;
  if (written === null) return null;
  const offers: Offer[] = [
    { verb: 'Pay', icon: IconCash, onTake: onPay },
    { verb: 'Request', icon: IconHandStop, onTake: onAsk },
    { verb: 'Split', icon: IconUsers, onTake: onSplit },
  ];
  return (
    <div className={classes.chips} role="group" aria-label="The amount in your message">
      {offers.map(({ verb, icon: OfferIcon, onTake }) => (
        <Button
          key={verb}
          variant="light"
          size="compact-sm"
          radius="xl"
          leftSection={<OfferIcon size={16} />}
          onClick={() => {
            onTake(written);
          }}
          data-testid={`chip-${verb.toLowerCase()}`}
        >
          {verb} {formatWithCode(written)}
        </Button>
      ))}
    </div>
  );
}
