import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../core/diagnostic';
import type { Result } from '../../core/result';
import { catalogueEntry } from '../../layers/catalogue';
import { kindName } from '../../layers/columns';
import { type DatasetCard, dataUrl, dataWorker } from '../../stores/dataRoom';
import { useDiagnosticText } from '../common/diagnosticText';
import { formatCount } from '../common/format';
import { useLocalize } from '../common/localize';
import { Balance } from './Balance';
import { CifarHelp } from './CifarHelp';
import styles from './DataRoom.module.css';
import type { LookState } from './useLook';

type CardState = Result<DatasetCard, readonly Diagnostic[]> | undefined;

/** Source, licence, citation, counts, columns and class balance of the data set in use. */
export function CardPanel({ id, look }: { readonly id: string; readonly look: LookState }) {
  const { t } = useTranslation('dataRoom');
  const localize = useLocalize();
  const sentenceOf = useDiagnosticText();
  const [state, setState] = useState<CardState>(undefined);
  useEffect(() => {
    let current = true;
    setState(undefined);
    dataWorker.card(id, dataUrl).then(
      (card) => current && setState(card),
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [id]);
  if (!state) return <p className={styles.hint}>{t('loading')}</p>;
  if (!state.ok) {
    if (catalogueEntry(id)?.onDemand) return <CifarHelp />;
    return <p className={styles.problem}>{state.error.map(sentenceOf).join(' ')}</p>;
  }
  const card = state.value;
  const title = catalogueEntry(id)?.title;
  return (
    <div className={styles.card} data-testid="data-card">
      <h2>{title ? localize(title) : card.name}</h2>
      <dl>
        <dt>{t('card.examples')}</dt>
        <dd>
          {t(card.counts.default < card.counts.train ? 'card.counts' : 'card.allCounts', {
            train: formatCount(card.counts.train),
            used: formatCount(card.counts.default),
            test: formatCount(card.counts.test),
          })}
        </dd>
        {card.ordered && (
          <>
            <dt>{t('card.order')}</dt>
            <dd data-testid="data-ordered">{t('card.ordered')}</dd>
          </>
        )}
        <dt>{t('card.columns')}</dt>
        <dd>
          {card.columns.map((column) => (
            <span key={column.name} className={styles.column}>
              <code>{column.name}</code> {localize(kindName(column.kind))}
              {column.shape.length > 0 && ` ${column.shape.join(' × ')}`}
              {column.target && ` · ${t('card.target')}`}
            </span>
          ))}
        </dd>
        {card.licence && (
          <>
            <dt>{t('card.licence')}</dt>
            <dd>
              <a href={card.licenceUrl} target="_blank" rel="noreferrer">
                {card.licence}
              </a>
            </dd>
          </>
        )}
        <dt>{t('card.source')}</dt>
        <dd>{card.source === 'generated' ? t('card.generated') : <Source address={card.source} />}</dd>
        {card.citation && (
          <>
            <dt>{t('card.citation')}</dt>
            <dd>{card.citation}</dd>
          </>
        )}
      </dl>
      {card.notes?.map((note) => (
        <p key={note.en} className={styles.hint}>
          {localize(note)}
        </p>
      ))}
      {look.look && <Balance balance={look.look.balance} />}
    </div>
  );
}

const Source = ({ address }: { readonly address: string }) =>
  /^https?:/.test(address) ? (
    <a href={address} target="_blank" rel="noreferrer">
      {address}
    </a>
  ) : (
    address
  );
