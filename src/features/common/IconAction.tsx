import { ActionIcon, type ActionIconProps } from '@mantine/core';
import type { ComponentPropsWithoutRef, ReactNode } from 'react';
import { Hint } from './Hint';

interface Props extends ActionIconProps, Omit<ComponentPropsWithoutRef<'button'>, keyof ActionIconProps> {
  /** What it does: its name, and its hint unless there is another. */
  readonly label: string;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}

/** A button that is only an icon. */
export function IconAction({ label, hint = label, ...button }: Props) {
  return (
    <Hint label={hint}>
      <ActionIcon aria-label={label} {...button} />
    </Hint>
  );
}
