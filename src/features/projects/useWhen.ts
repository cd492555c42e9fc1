import { useUi } from '../../stores/ui';

/** A moment (milliseconds since 1970) as a date and a time in the interface's language. */
export function useWhen(): (time: number) => string {
  const locale = useUi((state) => state.locale);
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (time) => format.format(time);
}
