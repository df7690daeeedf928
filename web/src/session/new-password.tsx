// The field for a new password. It says what is wanted while it is typed; what the server says no to
// stands under it, because only the server knows the passwords that everybody tries first.
import { PasswordInput } from '@mantine/core';

// As in src/identity/accounts/passwords.ts, which decides.
const LENGTH = 15;

interface Props {
  label?: string;
  value: string;
  error?: string | undefined;
  onChange: (password: string) => void;
}

export function NewPassword({ label = 'Password', value, error, onChange }: Props) {
  const missing = LENGTH - Array.from(value.normalize('NFC')).length;
  return (
    <PasswordInput
      label={label}
      description={hint(value, missing)}
      autoComplete="new-password"
      required
      withAsterisk={false}
      maxLength={200}
      value={value}
      error={error}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
      data-testid="new-password"
    />
  );
}

function hint(value: string, missing: number): string {
  if (value === '' || missing === LENGTH) return 'At least 15 characters. A few words are easiest.';
  if (missing === 1) return 'One more character.';
  return missing > 0 ? `${String(missing)} more characters.` : 'Long enough.';
}
