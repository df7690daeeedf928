// Where anybody checks a receipt, signed in or not: the code is typed or comes with the address, and what
// is shown comes from the server alone.
import { Alert, Button, TextInput, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconAlertCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { sentenceOf } from '../api/client.js';
import { TestMoneyBanner } from '../shell/test-money-banner.js';
import { Brand } from '../ui/brand.js';
import { Loading } from '../ui/states.js';
import { ReceiptSheet } from './receipt-sheet.js';
import { publicReceiptQuery } from './record-queries.js';
import classes from './records.module.css';

export function CheckReceiptPage() {
  useDocumentTitle('Check a receipt · Tenner');
  const { code = '' } = useParams({ strict: false });
  const found = useQuery({ ...publicReceiptQuery(code), enabled: code !== '' });
  return (
    <>
      <TestMoneyBanner />
      <main className={classes.public}>
        <header>
          <Link to="/" aria-label="Tenner, start page" className={classes.home}>
            <Brand size={34} />
          </Link>
        </header>
        <Title order={1} size="h2" ta="center">
          {found.data ? 'This receipt is real' : 'Check a receipt'}
        </Title>
        {found.data && (
          <>
            <div className={classes.compare}>
              <p>
                Compare the names, the amount and the time with what you were shown. If anything
                differs, what you were shown is not this payment. Look at the state as well: it is
                as of now.
              </p>
            </div>
            <ReceiptSheet receipt={found.data} />
          </>
        )}
        {found.isLoading && <Loading what="the receipt" rows={3} height={90} />}
        {found.error && (
          <Alert color="red" icon={<IconAlertCircle />} role="alert" data-testid="receipt-unknown">
            {sentenceOf(found.error)}
          </Alert>
        )}
        <CodeForm
          key={found.data ? 'another' : code}
          code={found.data ? '' : code}
          another={found.data !== undefined}
        />
      </main>
    </>
  );
}

function CodeForm({ code, another }: { code: string; another: boolean }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState(code);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const asked = typed.trim();
        if (asked !== '') void navigate({ to: '/receipt/$code', params: { code: asked } });
      }}
    >
      <TextInput
        label={another ? 'Check another code' : 'The code on the receipt'}
        description="Four groups of five letters and digits. Capitals and dashes do not matter."
        placeholder="K7Q2M-…"
        autoCapitalize="characters"
        autoComplete="off"
        spellCheck={false}
        maxLength={60}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
        }}
        data-testid="receipt-typed"
      />
      <Button type="submit" fullWidth mt="md" variant={another ? 'default' : 'filled'}>
        Check
      </Button>
    </form>
  );
}
