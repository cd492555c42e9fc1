import { IconAlertTriangleFilled, IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type CSSProperties, memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDrawing, useShown, useShownAnalysis } from '../../stores/drawing';
import { useUi } from '../../stores/ui';
import { useDiagnosticText } from '../common/diagnosticText';
import { formatChip, formatCount, formatSi } from '../common/format';
import { LayerIcon } from '../common/LayerIcon';
import styles from './Analyzer.module.css';
import { CopyTable } from './CopyTable';
import { type Column, type Row, rowsOf, type Sorting, shapeText, sortRows, totalOf } from './rows';

const columns: readonly Column[] = ['name', 'shape', 'parameters', 'flops', 'bytes'];

/** Every node of the drawing on the canvas with what it costs, before any training; a click leads to it. */
export function Analyzer() {
  const { t } = useTranslation('analyzer');
  const document = useShown((drawing) => drawing);
  const analysis = useShownAnalysis((all) => all);
  const locale = useUi((state) => state.locale);
  const selected = useUi((state) => state.selection.nodes);
  const [sorting, setSorting] = useState<Sorting>({ column: undefined, descending: false });
  const rows = useMemo(() => rowsOf(document, analysis, locale), [document, analysis, locale]);
  const shown = useMemo(() => sortRows(rows, sorting), [rows, sorting]);
  const whole = useDrawing((state) => state.path.length === 0);
  const total = whole ? { ...analysis, bytes: analysis.activationBytes } : totalOf(rows);
  const chosen = new Set(selected);
  const most = Math.max(1, ...rows.map((row) => row.parameters));
  return (
    <div className={styles.analyzer} data-testid="analyzer">
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={column} column={column} sorting={sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <Line key={row.id} row={row} selected={chosen.has(row.id)} most={most} />
          ))}
        </tbody>
        <tfoot>
          <tr data-testid="analyzer-total">
            <th scope="row">{t('total', { count: rows.length })}</th>
            <td />
            <td>{formatCount(total.parameters)}</td>
            <td>{formatSi(total.flops, 'FLOP')}</td>
            <td>{formatSi(total.bytes, 'B')}</td>
          </tr>
        </tfoot>
      </table>
      {rows.length === 0 && <p className={styles.empty}>{t('empty')}</p>}
      <CopyTable rows={shown} />
    </div>
  );
}

interface HeadingProps {
  readonly column: Column;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}

/** Numbers sort from the largest down first; a third click goes back to errors first. */
function Heading({ column, sorting, onSort }: HeadingProps) {
  const { t } = useTranslation('analyzer');
  const active = sorting.column === column;
  const first = column !== 'name';
  const next: Sorting = !active
    ? { column, descending: first }
    : sorting.descending === first
      ? { column, descending: !first }
      : { column: undefined, descending: false };
  const Icon = sorting.descending ? IconArrowDown : IconArrowUp;
  return (
    <th scope="col" aria-sort={active ? (sorting.descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" title={t(`help.${column}`)} onClick={() => onSort(next)} data-testid={`sort-${column}`}>
        {t(`column.${column}`)}
        {active && <Icon size={12} aria-hidden />}
      </button>
    </th>
  );
}

interface LineProps {
  readonly row: Row;
  readonly selected: boolean;
  /** Parameters of the largest node: the bars' measure. */
  readonly most: number;
}

const Line = memo(function Line({ row, selected, most }: LineProps) {
  const sentenceOf = useDiagnosticText();
  const { problem } = row;
  const known = row.shapes.length > 0;
  return (
    <tr data-selected={selected} data-problem={problem?.severity} data-testid={`row-${row.id}`}>
      <th scope="row">
        <button
          type="button"
          aria-pressed={selected}
          title={problem ? sentenceOf(problem) : row.id}
          onClick={() => useUi.getState().revealNode(row.id)}
        >
          {problem ? (
            <IconAlertTriangleFilled size={14} className={styles.warn} aria-label={sentenceOf(problem)} />
          ) : (
            <LayerIcon type={row.type} />
          )}
          <span className={styles.name}>{row.name}</span>
          {row.name !== row.layer && <span className={styles.layer}>{row.layer}</span>}
        </button>
      </th>
      <td className={styles.shape} title={shapeText(row)}>
        {known ? row.shapes.map(formatChip).join(', ') : '–'}
      </td>
      <td>
        <span className={styles.bar} style={{ '--share': row.parameters / most } as CSSProperties} aria-hidden />
        {known ? formatCount(row.parameters) : '–'}
      </td>
      <td>{known ? formatSi(row.flops, 'FLOP') : '–'}</td>
      <td>{known ? formatSi(row.bytes, 'B') : '–'}</td>
    </tr>
  );
});
