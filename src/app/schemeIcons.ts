import { IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react';

export const schemeIcons = { light: IconSun, dark: IconMoon, auto: IconSunMoon } as const;
