import { Menu } from '@mantine/core';
import { type Locale, locales } from '../core/locale';
import { type MenuProps, useMenuOpened } from '../features/common/lazyMenu';
import { useUi } from '../stores/ui';

const languageNames: Record<Locale, string> = { en: 'English', 'zh-CN': '简体中文' };

/** The interface's languages, each in its own name. */
export function LanguageMenu({ children }: MenuProps) {
  const [opened, setOpened] = useMenuOpened();
  const locale = useUi((state) => state.locale);
  const setLocale = useUi((state) => state.setLocale);
  return (
    <Menu position="bottom-end" opened={opened} onChange={setOpened}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {locales.map((name) => (
          <Menu.Item
            key={name}
            lang={name}
            aria-current={name === locale}
            onClick={() => setLocale(name)}
            data-testid={`language-${name}`}
          >
            {languageNames[name]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
