import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Locale, locales } from '../../core/locale';

/** Every `<language>/<feature>.json` here is a namespace named after its file: a new feature adds its two files and no code. */
const files = import.meta.glob<Record<string, unknown>>(['./en/*.json', './zh-CN/*.json'], {
  eager: true,
  import: 'default',
});

function resourcesOf(locale: Locale): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, content]) => {
      const [, language, feature] = /^\.\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
      return language === locale && feature ? [[feature, content]] : [];
    }),
  );
}

/** Starts the translations in `locale`; English stands in for a missing sentence. */
export async function startI18n(locale: Locale): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: 'en',
    supportedLngs: [...locales],
    defaultNS: 'common',
    resources: Object.fromEntries(locales.map((name) => [name, resourcesOf(name)])),
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
}
