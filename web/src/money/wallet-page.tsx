// The wallet: what can be used now and what is held, the way to the bank, everything paid and received,
// and saved cards.
import { Stack, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CashOutSection } from '../cash-out/cash-out-section.js';
import { TopUpSection } from '../top-up/top-up-section.js';
import { Page } from '../ui/page.js';
import { ActivityList } from './activity-list.js';
import { Balances } from './balances.js';
import { SavedCards } from './saved-cards.js';
import classes from './wallet-page.module.css';

export function WalletPage() {
  return (
    <Page title="Wallet">
      <Stack gap={36}>
        <Balances />
        <section aria-labelledby="add-money">
          <Title order={2} id="add-money" className={classes.sectionTitle}>
            Add money
          </Title>
          <TopUpSection />
        </section>
        <section aria-labelledby="cash-out">
          <Title order={2} id="cash-out" className={classes.sectionTitle}>
            Cash out
          </Title>
          <CashOutSection />
        </section>
        <section aria-labelledby="activity">
          <div className={classes.sectionHead}>
            <Title order={2} id="activity" className={classes.sectionTitle}>
              Activity
            </Title>
            <Link to="/activity" className={classes.receipt} data-testid="activity-open">
              Search, filter, statements
            </Link>
          </div>
          <ActivityList />
        </section>
        <section aria-labelledby="cards">
          <Title order={2} id="cards" className={classes.sectionTitle}>
            Saved cards
          </Title>
          <SavedCards />
        </section>
      </Stack>
    </Page>
  );
}
