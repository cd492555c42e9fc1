import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type MenuProps, useMenuOpened } from '../features/common/lazyMenu';
import { type ColorScheme, useUi } from '../stores/ui';
import { schemeIcons } from './schemeIcons';

/** Light, dark, or as the system. */
export function SchemeMenu({ children }: MenuProps) {
  const [opened, setOpened] = useMenuOpened();
  const { t } = useTranslation('shell');
  const scheme = useUi((state) => state.scheme);
  const setScheme = useUi((state) => state.setScheme);
  const schemes = Object.keys(schemeIcons) as ColorScheme[];
  return (
    <Menu position="bottom-end" opened={opened} onChange={setOpened}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        {schemes.map((name) => {
          const SchemeIcon = schemeIcons[name];
          return (
            <Menu.Item
              key={name}
              aria-current={name === scheme}
              leftSection={<SchemeIcon size={16} stroke={1.6} />}
              onClick={() => setScheme(name)}
              data-testid={`theme-${name}`}
            >
              {t(`themes.${name}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
