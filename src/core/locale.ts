export const locales = ['en', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

/** A text in every language of the interface. */
export type Localized = Readonly<Record<Locale, string>>;
