// One person's share of a bill: how much, where it stands, and what the bill's maker may do about it.
import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowBackUp, IconBell, IconDots, IconUsers } from '@tabler/icons-react';
import type { SplitCardShare } from '../../../src/payments/splits/contract.js';
import { formatMoney } from '../money/format.js';
import { STATES } from './split-words.js';
import classes from './split-card.module.css';
import type { SplitVerb } from './use-split.js';

interface Props {
  share: SplitCardShare;
  currency: string;
  /** `You` or the person's name. */
  name: string;
  hasLeft: boolean;
  /** What the maker may say; null for everybody else. */
  onVerb: ((verb: SplitVerb) => void) | null;
}

export function ShareRow({ share, currency, name, hasLeft, onVerb }: Props) {
  const { amount, paid, state, personId, request } = share;
  const words = STATES[state];
  const money = (minor: string): string => formatMoney({ amount: minor, currency });
  const part = state !== 'paid' && !/^[0.]*$/.test(paid) ? `${money(paid)} paid` : null;
  const said = [hasLeft ? 'Left the group' : null, part].filter((one) => one !== null).join(' · ');
  const hasActions = onVerb !== null && !['paid', 'moved'].includes(state);
  return (
    <li className={classes.share} data-testid="share" data-state={state}>
      <span className={classes.state} data-tone={words.tone}>
        <words.icon size={16} aria-hidden="true" />
      </span>
      <span className={classes.name}>
        {name}
        <span className={classes.said}>
          {words.label}
          {said && ` · ${said}`}
        </span>
      </span>
      <span className={classes.sum}>{money(amount)}</span>
      {hasActions && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`Actions for ${name}’s share`}
              data-testid="share-actions"
            >
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {request !== null && (
              <>
                <Menu.Item
                  leftSection={<IconBell size={16} />}
                  onClick={() => {
                    onVerb({ word: 'remind', personId });
                  }}
                >
                  Remind
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconArrowBackUp size={16} />}
                  onClick={() => {
                    onVerb({ word: 'cancel', personId });
                  }}
                >
                  Take back
                </Menu.Item>
              </>
            )}
            <Menu.Item
              leftSection={<IconUsers size={16} />}
              onClick={() => {
                onVerb({ word: 'reopen', personId });
              }}
            >
              Divide among the others
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
}
