import { Tooltip, type TooltipProps } from '@mantine/core';

export type HintLook = Pick<TooltipProps, 'label' | 'position' | 'multiline' | 'w' | 'maw'>;

/** The bubble of a hint that shows. */
export function HintBubble({
  id,
  label,
  target,
  ...look
}: HintLook & { readonly id: string; readonly target: HTMLElement }) {
  return <Tooltip target={target} opened label={<span id={id}>{label}</span>} {...look} />;
}
