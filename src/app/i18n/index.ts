import i18next, { type BackendModule, type ResourceKey } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Locale, locales } from '../../core/locale';

type Namespaces = Readonly<Record<string, Record<string, unknown>>>;

/** Every `<language>/<feature>.json` is a namespace named after its file: a new feature adds its two files and no code. */
const loaders: Record<Locale, () => Promise<{ readonly files: Namespaces }>> = {
  en: () => import('./en'),
  'zh-CN': () => import('./zh-CN'),
};

/** `<language>/later/<feature>.json`: namespaces that come when a component first asks for them (it suspends until then). */
const later = import.meta.glob<Record<string, unknown>>('./*/later/*.json', { import: 'default' });

const onDemand: BackendModule = {
  type: 'backend',
  init: () => {},
  read: async (locale, feature) => (await later[`./${locale}/later/${feature}.json`]?.()) as ResourceKey,
};

/** The sentences of a language by feature. */
async function sentencesOf(locale: Locale): Promise<Namespaces> {
  const { files } = await loaders[locale]();
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [path.replace(/^.*\/|\.json$/g, ''), content]),
  );
}

/** Starts the translations in `locale`; the other language comes when it is asked for. */
export async function startI18n(locale: Locale): Promise<void> {
  await i18next
    .use(onDemand)
    .use(initReactI18next)
    .init({
      lng: locale,
      // i18n.test.ts sees to it that no language lacks a sentence
      fallbackLng: false,
      supportedLngs: [...locales],
      defaultNS: 'common',
      resources: { [locale]: await sentencesOf(locale) },
      partialBundledLanguages: true,
      ns: ['common'],
      interpolation: { escapeValue: false },
    });
}

let wanted: Locale | undefined;

/** Changes the language of the page without a reload; the last one asked for stays. */
export async function changeLanguage(locale: Locale): Promise<void> {
  wanted = locale;
  const sentences = await sentencesOf(locale);
  if (wanted !== locale || i18next.language === locale) return;
  for (const [feature, texts] of Object.entries(sentences)) i18next.addResourceBundle(locale, feature, texts);
  await i18next.changeLanguage(locale);
}
