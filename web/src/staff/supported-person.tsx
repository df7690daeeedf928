// One person as support sees them: how they come in, what is locked, and where their account is open.
import { IconDeviceLaptop, IconHourglassHigh, IconLock } from '@tabler/icons-react';
import type { SupportPersonView } from '../../../src/identity/contract.js';
import { Fact, Facts, Row, Rows, Sheet, SheetBody } from '../ui/sheet.js';
import { deadline, fullTime, since, useNow } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import { inWords } from '../ui/words.js';

export function SupportedPerson({ person }: { person: SupportPersonView }) {
  const now = useNow();
  const { email, emailVerified, hasPassword, passkeys, hasPin, pinLocked, coolingOffUntil } =
    person;
  return (
    <>
      <Sheet title={person.name} note={`@${person.handle}`} testId="supported-person">
        <SheetBody>
          <Facts>
            <Fact name="E-mail">
              {email === null ? 'None' : `${email}${emailVerified ? '' : ', not confirmed'}`}
            </Fact>
            <Fact name="Tier">{inWords(person.tier)}</Fact>
            <Fact name="Here since">{fullTime(person.createdAt)}</Fact>
            <Fact name="Password">{hasPassword ? 'Set' : 'None'}</Fact>
            <Fact name="Passkeys">{passkeys}</Fact>
            <Fact name="PIN">
              {pinLocked ? (
                <TonePill tone="bad" icon={IconLock}>
                  Locked
                </TonePill>
              ) : hasPin ? (
                'Set'
              ) : (
                'None'
              )}
            </Fact>
            <Fact name="Cooling off">
              {coolingOffUntil === null ? (
                'No'
              ) : (
                <TonePill tone="wait" icon={IconHourglassHigh}>
                  Until {deadline(coolingOffUntil, now)}
                </TonePill>
              )}
            </Fact>
          </Facts>
        </SheetBody>
      </Sheet>
      <Sheet title="Where their account is open" testId="supported-sessions">
        {person.sessions.length === 0 && <SheetBody>Nowhere.</SheetBody>}
        {person.sessions.length > 0 && (
          <Rows label="Open sessions">
            {person.sessions.map(({ device, createdAt, lastUsedAt }) => (
              <Row
                key={createdAt}
                icon={IconDeviceLaptop}
                name={device}
                detail={`Opened ${fullTime(createdAt)}, used ${since(lastUsedAt, now)}`}
              />
            ))}
          </Rows>
        )}
      </Sheet>
    </>
  );
}
