// Of what the viewer is told, and by which channel. Each switch counts at once.
import { Alert, Anchor, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type {
  NotificationChannel,
  NotificationSettingsView,
} from '../../../src/notifications/contract.js';
import { sentenceOf } from '../api/client.js';
import { Page } from '../ui/page.js';
import { Sheet } from '../ui/sheet.js';
import { Failed, Loading } from '../ui/states.js';
import classes from './notifications.module.css';
import { notificationSettingsQuery } from './notification-queries.js';
import { type Turned, useTurnSwitch } from './use-notifications.js';

export function NotificationSettingsPage() {
  const settings = useQuery(notificationSettingsQuery);
  return (
    <Page
      title="Notifications"
      intro="What you are told of. People you have blocked and conversations you have muted stay quiet."
    >
      {settings.isPending && <Loading what="your settings" rows={6} />}
      {settings.isError && (
        <Failed
          error={settings.error}
          what="Your settings"
          onRetry={() => void settings.refetch()}
        />
      )}
      {settings.data && <Switches settings={settings.data} />}
    </Page>
  );
}

function Switches({ settings }: { settings: NotificationSettingsView }) {
  const turning = useTurnSwitch();
  const turn = (turned: Turned): void => {
    turning.mutate(turned);
  };
  return (
    <Sheet
      title="Tell me when"
      note={
        settings.emailVerified ? (
          'Letters say who and how much, never what was written.'
        ) : (
          <>
            Letters need an address that is shown to be yours.{' '}
            <Anchor component={Link} to="/security" inherit underline="always">
              Confirm your e-mail address
            </Anchor>
          </>
        )
      }
    >
      {turning.error && (
        <Alert color="red" role="alert" m="md">
          {sentenceOf(turning.error)}
        </Alert>
      )}
      <table className={classes.switches}>
        <thead>
          <tr>
            <th scope="col">What happens</th>
            <th scope="col">App</th>
            <th scope="col">E-mail</th>
          </tr>
        </thead>
        <tbody>
          {settings.kinds.map((kind) => (
            <tr key={kind.kind} data-testid={`switches-${kind.kind}`}>
              <th scope="row">{kind.words}</th>
              <SwitchCell kind={kind} channel="app" turning={turning} onTurn={turn} />
              <SwitchCell kind={kind} channel="email" turning={turning} onTurn={turn} />
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
}

interface CellProps {
  kind: NotificationSettingsView['kinds'][number];
  channel: NotificationChannel;
  turning: ReturnType<typeof useTurnSwitch>;
  onTurn: (turned: Turned) => void;
}

const CHANNELS: Record<NotificationChannel, string> = { app: 'in the app', email: 'by e-mail' };

// It shows what was asked for while the answer is on its way.
function SwitchCell({ kind: { kind, words, ...stands }, channel, turning, onTurn }: CellProps) {
  const { on, free } = stands[channel];
  if (!free) return <td className={classes.fixed}>{on ? 'Always' : 'Never'}</td>;
  const asked = turning.isPending ? turning.variables : undefined;
  const isAsked = asked?.kind === kind && asked.channel === channel;
  return (
    <td>
      <Switch
        aria-label={`${words}, ${CHANNELS[channel]}`}
        checked={isAsked ? asked.on : on}
        onChange={(event) => {
          onTurn({ kind, channel, on: event.currentTarget.checked });
        }}
      />
    </td>
  );
}
