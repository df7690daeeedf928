// A report as a file. The browser asks for it itself, with the session's cookie.
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { withQuery } from '../api/with-query.js';

interface Props {
  /** Below /v1. */
  path: string;
  query?: Record<string, string | number | null | undefined>;
  children?: string;
}

export function DownloadLink({ path, query = {}, children = 'Download CSV' }: Props) {
  return (
    <Button
      component="a"
      href={withQuery(`/v1${path}`, { ...query, format: 'csv' })}
      download
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden="true" />}
      data-testid="download-csv"
    >
      {children}
    </Button>
  );
}
