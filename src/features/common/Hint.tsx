import {
  cloneElement,
  type FocusEvent,
  type HTMLAttributes,
  lazy,
  type PointerEvent,
  type ReactElement,
  Suspense,
  useEffect,
  useId,
  useState,
} from 'react';
import type { HintLook } from './HintBubble';

const HintBubble = lazy(async () => ({ default: (await import('./HintBubble')).HintBubble }));

const DELAY_MS = 400;

interface Props extends HintLook {
  /** Milliseconds from the pointer's coming to the hint. */
  readonly openDelay?: number;
  /** One element that takes an element's event handlers. */
  readonly children: ReactElement<HTMLAttributes<HTMLElement>>;
}

/**
 * A line about what is pointed at, or focused by keyboard. Nothing of it is in the page until then, not even its code, and the child
 * stays the same element throughout. It goes with Escape, a press, the pointer or the focus.
 */
export function Hint({ label, openDelay = DELAY_MS, children, ...look }: Props) {
  const [target, setTarget] = useState<HTMLElement>();
  const shown = useLater(target, openDelay);
  const hide = () => setTarget(undefined);
  useEscape(target !== undefined, hide);
  const id = useId();
  const own = children.props;
  const watching: HTMLAttributes<HTMLElement> = {
    onPointerEnter: (event: PointerEvent<HTMLElement>) => {
      own.onPointerEnter?.(event);
      if (event.pointerType !== 'touch') setTarget(event.currentTarget);
    },
    onPointerLeave: (event: PointerEvent<HTMLElement>) => {
      own.onPointerLeave?.(event);
      hide();
    },
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      own.onPointerDown?.(event);
      hide();
    },
    onFocus: (event: FocusEvent<HTMLElement>) => {
      own.onFocus?.(event);
      if (event.currentTarget.matches(':focus-visible')) setTarget(event.currentTarget);
    },
    onBlur: (event: FocusEvent<HTMLElement>) => {
      own.onBlur?.(event);
      hide();
    },
  };
  const bubble = shown && label ? shown : undefined;
  return (
    <>
      {cloneElement(children, bubble ? { ...watching, 'aria-describedby': id } : watching)}
      {bubble && (
        <Suspense fallback={null}>
          <HintBubble id={id} target={bubble} label={label} {...look} />
        </Suspense>
      )}
    </>
  );
}

/** A value once it has been the same for a while; undefined at once. */
function useLater<T>(value: T | undefined, ms: number): T | undefined {
  const [later, setLater] = useState<T>();
  useEffect(() => {
    if (value === undefined) return;
    const timer = setTimeout(() => setLater(value), ms);
    return () => {
      clearTimeout(timer);
      setLater(undefined);
    };
  }, [value, ms]);
  return value === undefined ? undefined : later;
}

function useEscape(listening: boolean, act: () => void): void {
  useEffect(() => {
    if (!listening) return;
    const pressed = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') act();
    };
    addEventListener('keydown', pressed, { capture: true });
    return () => removeEventListener('keydown', pressed, { capture: true });
  });
}
