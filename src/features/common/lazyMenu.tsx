import {
  type ComponentType,
  cloneElement,
  lazy,
  type ReactElement,
  type Ref,
  Suspense,
  useEffect,
  useState,
} from 'react';

/** What a menu's component is given: the button that opens it. It opens by `useMenuOpened`: it is there because the button was pressed. */
export interface MenuProps {
  readonly children: ReactElement<ButtonProps>;
}

interface ButtonProps {
  readonly ref?: Ref<HTMLElement>;
  readonly onClick?: () => void;
  readonly onPointerEnter?: () => void;
  readonly 'aria-haspopup'?: 'menu';
  readonly 'aria-expanded'?: boolean;
}

/**
 * A menu whose code comes when its button is first pressed (asked for when the pointer comes near).
 * @param load gives the menu's component
 */
export function lazyMenu<P extends MenuProps>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const Menu: ComponentType<P> = lazy(async () => ({ default: await load() }));
  return function LazyMenu(props: P) {
    const [pressed, setPressed] = useState(false);
    const button = cloneElement(props.children, {
      'aria-haspopup': 'menu',
      'aria-expanded': pressed,
      onPointerEnter: () => void load(),
      onClick: () => setPressed(true),
    });
    if (!pressed) return button;
    return (
      <Suspense fallback={button}>
        <Menu {...props}>{cloneElement(props.children, { ref: focus })}</Menu>
      </Suspense>
    );
  };
}

/** The button in the page again as the menu's: it had the focus. */
function focus(button: HTMLElement | null): void {
  button?.focus({ preventScroll: true });
}

/** Whether the menu is open. It opens after it is in the page, so that it sees its button focused and gives the focus back when it closes. */
export function useMenuOpened(): [boolean, (opened: boolean) => void] {
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(true), []);
  return [opened, setOpened];
}
