import {
  ActionIcon,
  Button,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type MantineThemeOverride,
  type VariantColorsResolver,
} from '@mantine/core';

/** The accent in ten steps; tokens.css holds the colours that the interface uses by name. */
const accent: MantineColorsTuple = [
  '#eef2ff',
  '#dde5fd',
  '#bccafa',
  '#98adf6',
  '#7a95f2',
  '#5d7cec',
  '#3f62e0',
  '#2f55d4',
  '#2747b4',
  '#1e3890',
];

/** Mantine's greys of the dark theme, as cool as the surfaces they lie on. */
const dark: MantineColorsTuple = [
  '#eceef2',
  '#d3d7de',
  '#b4b9c4',
  '#9298a5',
  '#40444d',
  '#32353d',
  '#24262c',
  '#18191d',
  '#141519',
  '#111215',
];

/** The primary action takes the accent's own tokens: their text keeps its contrast in both themes. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  if (input.variant !== 'filled' || (input.color && input.color !== 'accent')) return colors;
  return { ...colors, background: 'var(--accent)', hover: 'var(--accent-hover)', color: 'var(--on-accent)' };
};

/** Mantine dressed in the tokens: small controls, quiet surfaces, one accent. */
const theme = createTheme({
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 5 },
  defaultRadius: 6,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
  variantColorResolver,
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    Button: Button.extend({ defaultProps: { size: 'xs', variant: 'default' } }),
    // by name, not by component: dialogs load when they open
    Menu: {
      defaultProps: {
        shadow: 'md',
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: 100 },
        withinPortal: true,
      },
    },
    // Its <header> would be a second banner of the page.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    Tooltip: { defaultProps: { transitionProps: { duration: 80 } } },
  },
});

/** The theme with a name for the cross of notices, in the interface's language. */
export function withCloseLabel(label: string): MantineThemeOverride {
  const Notification = { defaultProps: { closeButtonProps: { 'aria-label': label } } };
  return { ...theme, components: { ...theme.components, Notification } };
}
