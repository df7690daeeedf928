// Why nobody could have had a hand in a gift: while it is open the commitment that binds the draw, and when it
// has ended a button that draws again, here in the browser, and the same in one file for anybody.
import { Anchor, Button } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { GiftCard } from '../../../src/payments/gifts/contract.js';
import { checkGift } from '../../../scripts/check-gift.mjs';
import checker from '../../../scripts/check-gift.mjs?url';
import cardClasses from '../friends/payment-card.module.css';
import classes from './gift-card.module.css';
import { useGift } from './use-gift.js';

export function CheckDraw({ gift }: { gift: GiftCard }) {
  const { data: view } = useGift(gift);
  const proof = view?.proof ?? null;
  const seen = useSeal(gift);
  const checking = useMutation({ mutationFn: () => checkGift(proof, seen()) });
  if (gift.state === 'open') {
    return (
      <details className={classes.fair}>
        <summary>Drawn already, and sealed</summary>
        <p>
          Every part was drawn when the gift was made. When it ends, what they were drawn from is
          shown, and must fit this seal. It makes no difference when you open it.
        </p>
        <code className={classes.seal} data-testid="gift-commitment">
          {gift.commitment}
        </code>
      </details>
    );
  }
  if (proof === null) return null;
  const faults = checking.data;
  return (
    <div className={cardClasses.actions} data-calm>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconShieldCheck size={18} />}
        loading={checking.isPending}
        onClick={() => {
          checking.mutate();
        }}
        data-testid="gift-check"
      >
        Check the draw
      </Button>
      {faults?.length === 0 && (
        <p className={classes.right} role="status" data-testid="gift-checked" data-right>
          The draw is right: drawn again from what was revealed, it fits the seal from the beginning
          and every part.
        </p>
      )}
      {faults !== undefined && faults.length > 0 && (
        <p className={cardClasses.refused} role="alert" data-testid="gift-checked">
          The draw is not right. {faults.join(' ')}
        </p>
      )}
      {checking.error && (
        <p className={cardClasses.refused} role="alert" data-testid="gift-checked">
          This browser cannot check it here. Use the file instead.
        </p>
      )}
      {(faults !== undefined || checking.error) && (
        <p className={classes.quiet}>
          Do not take our word for it: get{' '}
          <Anchor
            underline="always"
            inherit
            href={`data:application/json,${encodeURIComponent(JSON.stringify(proof, null, 2))}`}
            download={`${gift.giftId}.json`}
            data-testid="gift-proof"
          >
            the proof
          </Anchor>{' '}
          and{' '}
          <Anchor
            inherit
            underline="always"
            href={checker}
            download="check-gift.mjs"
            data-testid="gift-checker"
          >
            the check in one file
          </Anchor>
          , and run it anywhere.
        </p>
      )}
    </div>
  );
}

/**
 * The seal that this browser has seen while the gift was open, which nobody but its reader can change; the
 * card's when it has seen none.
 */
function useSeal({ giftId, state, commitment }: GiftCard): () => string {
  const place = `gift-seal:${giftId}`;
  useEffect(() => {
    if (state === 'open' && localStorage.getItem(place) === null) {
      localStorage.setItem(place, commitment);
    }
  }, [place, state, commitment]);
  return () => localStorage.getItem(place) ?? commitment;
}
