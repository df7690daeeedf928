// What happened to the account, newest first. Seen here, it is no longer marked in the header.
import {
  IconBell,
  IconDevices,
  IconFingerprint,
  IconKey,
  IconLifebuoy,
  IconMail,
  IconPassword,
  IconShieldCheck,
  IconUserCog,
  IconUserOff,
  type Icon,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useViewer } from '../session/viewer.js';
import { Row, Rows, Sheet, SheetBody } from '../ui/sheet.js';
import { fullTime } from '../ui/time.js';
import { capitalised, inWords } from '../ui/words.js';
import { noticesQuery } from './security-queries.js';
import { noteSeen } from './unseen-notices.js';

const KINDS: Readonly<Record<string, readonly [Icon, string]>> = {
  new_device: [IconDevices, 'Opened on a device not seen before'],
  password_changed: [IconKey, 'Password changed'],
  email_changed: [IconMail, 'E-mail address changed'],
  pin_changed: [IconPassword, 'PIN set or changed'],
  pin_recovered: [IconLifebuoy, 'PIN set anew by a code in a mail'],
  account_recovered: [IconLifebuoy, 'Got back in by a code in a mail'],
  passkey_added: [IconFingerprint, 'Passkey added'],
  passkey_removed: [IconFingerprint, 'Passkey removed'],
  second_factor_added: [IconShieldCheck, 'Second factor set up'],
  roles_changed: [IconUserCog, 'What you may do was changed'],
  erasure_asked: [IconUserOff, 'Closing the account was asked for'],
  erasure_called_off: [IconShieldCheck, 'The account stays: closing it was called off'],
  erasure_stopped: [IconShieldCheck, 'The account was not closed: something came in meanwhile'],
};

export function NoticesSection({ isMailed }: { isMailed: boolean }) {
  const { id } = useViewer();
  const { data: notices } = useQuery(noticesQuery);
  useEffect(() => {
    if (notices !== undefined) noteSeen(id, notices);
  }, [id, notices]);
  return (
    <Sheet
      title="What happened to your account"
      note={isMailed && 'Each of these went to your e-mail address as well.'}
      testId="notices"
    >
      {notices?.length === 0 && <SheetBody>Nothing yet.</SheetBody>}
      <Rows label="Notices">
        {notices?.map((notice) => {
          const [icon, words] = KINDS[notice.kind] ?? [IconBell, inWords(notice.kind)];
          const detail = notice.detail === null ? '' : `${capitalised(notice.detail)}. `;
          return (
            <Row
              key={notice.id}
              icon={icon}
              name={words}
              detail={`${detail}${fullTime(notice.createdAt)}`}
              testId={`notice-${notice.kind}`}
            />
          );
        })}
      </Rows>
    </Sheet>
  );
}
