// Support's desk: one person at a time, never without a reason, and every look on record. Asking is a
// button and not a page that asks again by itself, because each answer is a look.
import { Button, TextInput } from '@mantine/core';
import { IconEye, IconSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SupportPersonView } from '../../../src/identity/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { withQuery } from '../api/with-query.js';
import { Page } from '../ui/page.js';
import { Sheet, SheetBody } from '../ui/sheet.js';
import { Trouble } from '../ui/trouble.js';
import classes from './staff.module.css';
import { SupportedPerson } from './supported-person.js';

interface Look {
  handle: string;
  reason: string;
}

export function SupportPage() {
  const [asked, setAsked] = useState<Look>({ handle: '', reason: '' });
  const look = useMutation({
    mutationFn: ({ handle, reason }: Look) => {
      const person = encodeURIComponent(handle.trim().replace(/^@/, '').toLowerCase());
      return call<SupportPersonView>(withQuery(`/support/people/${person}`, { reason }));
    },
  });
  return (
    <Page
      title="Support"
      intro="What you need to help one person, and nothing that they wrote or paid."
    >
      <Sheet title="Look at one person">
        <SheetBody>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              look.mutate(asked);
            }}
          >
            <div className={classes.find}>
              <TextInput
                label="Handle"
                leftSection="@"
                required
                withAsterisk={false}
                autoCapitalize="none"
                spellCheck={false}
                value={asked.handle}
                onChange={(event) => {
                  setAsked({ ...asked, handle: event.currentTarget.value });
                }}
                data-testid="support-handle"
              />
              <TextInput
                label="Reason"
                required
                withAsterisk={false}
                minLength={3}
                maxLength={500}
                value={asked.reason}
                onChange={(event) => {
                  setAsked({ ...asked, reason: event.currentTarget.value });
                }}
                data-testid="support-reason"
              />
              <Button
                type="submit"
                leftSection={<IconSearch size={16} />}
                loading={look.isPending}
                data-testid="support-look"
              >
                Look
              </Button>
            </div>
          </form>
          <p className={classes.recorded}>
            <IconEye size={17} aria-hidden="true" />
            This look goes on record with your name and this reason; auditors read it.
          </p>
          <Trouble words={look.error && sentenceOf(look.error)} />
        </SheetBody>
      </Sheet>
      {look.data && <SupportedPerson person={look.data} />}
    </Page>
  );
}
