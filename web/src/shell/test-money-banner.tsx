// Says that nothing here is real money, wherever the card processor is the simulator or runs on a
// test key. It stays out of the way: one calm line at the top of every page.
import { IconFlask } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { configQuery } from '../api/queries.js';
import classes from './test-money-banner.module.css';

export function TestMoneyBanner() {
  const { data: config } = useQuery(configQuery);
  if (config === undefined) return null;
  const { mode, publishableKey } = config.processor;
  if (mode !== 'simulator' && !publishableKey.startsWith('pk_test')) return null;
  return (
    <aside className={classes.banner} aria-label="About this place">
      <IconFlask size={15} aria-hidden="true" />
      Test money: nothing here is real
    </aside>
  );
}
