// What is kept about a person is theirs: to take along as a file, and to have erased.
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { call, sentenceOf } from '../api/client.js';
import { isStaff, useViewer } from '../session/viewer.js';
import { Row, Rows, Sheet, SheetBody } from '../ui/sheet.js';
import { Trouble } from '../ui/trouble.js';
import { EraseDialog } from './erase-dialog.js';

const FILE = 'tenner-my-data.json';

export function OwnDataSection() {
  const { roles } = useViewer();
  const [opened, { open, close }] = useDisclosure(false);
  const take = useMutation({
    mutationFn: async () => {
      saveFile(JSON.stringify(await call<unknown>('/account/export'), null, 2));
    },
  });
  return (
    <Sheet
      title="Your data"
      note="What Tenner keeps about you is yours: take it along, or have it erased."
      testId="own-data"
    >
      {take.error && (
        <SheetBody>
          <Trouble words={sentenceOf(take.error)} />
        </SheetBody>
      )}
      <Rows label="Your data">
        <Row
          icon={IconDownload}
          name="A copy of everything"
          detail="Account, messages, pictures and payments, as one file. Three times a day."
        >
          <Button
            variant="default"
            loading={take.isPending}
            onClick={() => {
              take.mutate();
            }}
            data-testid="export"
          >
            Download it
          </Button>
        </Row>
        {!isStaff(roles) && (
          <Row
            icon={IconTrash}
            name="Close this account"
            detail="You have a day to change your mind. Then everything personal is erased for good."
          >
            <Button variant="light" color="red" onClick={open} data-testid="erase">
              Close it…
            </Button>
          </Row>
        )}
      </Rows>
      <EraseDialog opened={opened} onClose={close} />
    </Sheet>
  );
}

function saveFile(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = FILE;
  link.click();
  URL.revokeObjectURL(address);
}
