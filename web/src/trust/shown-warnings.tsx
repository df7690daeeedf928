// What payers were warned of lately and what each did then, for the risk team: a warning that nobody
// heeds is not worth its place.
import { Table, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import classes from './trust.module.css';
import { shownWarningsQuery } from './trust-queries.js';

const names: Record<string, string> = {
  looks_like_contact: 'Looks like somebody the payer knows',
  account_new: 'The payee’s account is of today',
  asked_soon: 'Asked for money soon after the first message',
  many_new_payers: 'Many people pay a new account',
};

export function ShownWarnings() {
  const { data } = useQuery(shownWarningsQuery);
  if (data === undefined) return null;
  return (
    <section aria-labelledby="shown-warnings" className={classes.shown}>
      <Title order={2} size="h4" id="shown-warnings">
        What payers did after a warning
      </Title>
      {data.warnings.length === 0 ? (
        <p className={classes.hint}>Nobody was warned within {data.days} days.</p>
      ) : (
        <div className={classes.tableScroll} tabIndex={0} role="group" aria-label="Warnings shown">
          <Table data-testid="shown-warnings">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Signal, within {data.days} days</Table.Th>
                <Table.Th>Shown</Table.Th>
                <Table.Th>Went on</Table.Th>
                <Table.Th>Did not pay</Table.Th>
                <Table.Th>Waited</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.warnings.map(({ code, shown, wentOn, turnedBack, cooledOff }) => (
                <Table.Tr key={code} data-code={code}>
                  <Table.Th scope="row">{names[code] ?? code}</Table.Th>
                  <Table.Td>{shown}</Table.Td>
                  <Table.Td>{wentOn}</Table.Td>
                  <Table.Td>{turnedBack}</Table.Td>
                  <Table.Td>{cooledOff}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}
