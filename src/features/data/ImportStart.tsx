import { Button, Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface StrictProps {
  readonly strict: boolean;
  onChange(strict: boolean): void;
}

/** Whether one file that can't be read refuses all of them. */
export function StrictFiles({ strict, onChange }: StrictProps) {
  const { t } = useTranslation('dataRoom');
  return (
    <Checkbox
      size="xs"
      label={t('import.strictFiles')}
      checked={strict}
      onChange={({ currentTarget: { checked } }) => onChange(checked)}
      data-testid="import-strict"
    />
  );
}

interface StartProps {
  /** Of what was brought, if anything was. */
  readonly name: string | undefined;
  readonly busy: boolean;
  onStart(name: string): void;
}

export function StartNamed({ name, busy, onStart }: StartProps) {
  const { t } = useTranslation('dataRoom');
  if (name === undefined) return null;
  return (
    <Button variant="filled" size="xs" onClick={() => onStart(name)} disabled={busy} data-testid="import-start">
      {t('import.startNamed', { name })}
    </Button>
  );
}
