import { useTranslation } from 'react-i18next';
import { PRODUCT } from '../../layers/declared';
import type { FieldIssue } from '../../layers/fields';
import { formatCount } from '../common/format';

/** The pattern of names that become names in the exported model. */
const IDENTIFIER = '^[A-Za-z_][A-Za-z0-9_]{0,62}$';

/** Thousands apart, so that a bound can be read. */
const grouped = (bounds: string | number | undefined): string =>
  String(bounds).replace(/\d{4,}(?!\.)/g, (digits) => formatCount(Number(digits)));

/** Why a typed value does not fit its field, in one sentence. */
export function useIssueText(): (issue: FieldIssue) => string {
  const { t } = useTranslation('inspector');
  return ({ code, details }) => {
    switch (code) {
      case 'type':
        return t('issue.type', { expected: details.expected === 'number' ? t('issue.number') : details.expected });
      case 'integer':
        return t('issue.integer');
      case 'range':
        return t('issue.range', { expected: grouped(details.expected) });
      case 'option':
        return t('issue.option', { expected: details.expected });
      case 'text':
        if (details.expected === IDENTIFIER) return t('issue.identifier');
        return details.expected === PRODUCT.source
          ? t('issue.product')
          : t('issue.text', { expected: details.expected });
      default:
        return code satisfies never;
    }
  };
}
