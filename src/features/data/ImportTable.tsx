import { Button, Checkbox, FileButton, NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ownId } from '../../core/ownData';
import {
  type DatasetCard,
  type Delimiter,
  dataWorker,
  type ImportReport,
  type RowOrder,
  type TableGuess,
  type TableOptions,
} from '../../stores/dataRoom';
import styles from './DataRoom.module.css';
import { takeDropped } from './dataRoomStore';
import { encodings } from './encodings';
import { ImportResult } from './ImportResult';
import { useImport } from './useImport';

const delimiters: readonly Delimiter[] = [',', '\t', ';', '|'];
const orders: readonly RowOrder[] = ['any', 'oldest', 'newest'];
const kinds = ['number', 'class', 'text', 'ignore'] as const;

type Columns = TableOptions['columns'];
type Given = Parameters<typeof dataWorker.guessTable>[1];

interface Props {
  onImported(card: DatasetCard, report: ImportReport): void;
}

/** CSV or TSV: a guess at everything, all of it correctable, then the import. */
export function ImportTable({ onImported }: Props) {
  const { t } = useTranslation('dataRoom');
  const [file, setFile] = useState<File | undefined>(undefined);
  const [guess, setGuess] = useState<TableGuess | undefined>(undefined);
  const [columns, setColumns] = useState<Columns>([]);
  const [order, setOrder] = useState<RowOrder>('any');
  const [strict, setStrict] = useState(false);
  const state = useImport();
  const look = async (chosen: File, given: Given) => {
    state.forget();
    const found = await dataWorker.guessTable(chosen, given);
    setFile(chosen);
    setGuess(found);
    setOrder(found.order);
    setColumns(found.columns.map(({ title, kind }, i) => ({ title, kind, target: i === found.target })));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was dropped on the page before the form was there
  useEffect(() => {
    const dropped = takeDropped('table');
    if (dropped) void look(dropped.file, {});
  }, []);
  const start = () => {
    if (!file || !guess) return;
    const { encoding, delimiter, header } = guess;
    const badRows = strict ? 'refuse' : 'skip';
    const options = {
      id: ownId(file.name),
      name: file.name,
      encoding,
      delimiter,
      header,
      columns,
      order,
      badRows,
      testShare: 0.2,
      seed: 1,
    } as const;
    void state.run((onProgress) => dataWorker.importTable(file, options, onProgress));
  };
  return (
    <div className={styles.importTable}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same */}
      <div
        className={styles.drop}
        data-testid="bring"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const [dropped] = event.dataTransfer.files;
          if (dropped) void look(dropped, {});
        }}
      >
        <p>{t('import.tableHelp')}</p>
        <FileButton
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(chosen) => chosen && void look(chosen, {})}
          inputProps={{ 'data-testid': 'import-file' } as object}
        >
          {(props) => (
            <Button size="xs" variant="default" {...props}>
              {file?.name ?? t('import.chooseTable')}
            </Button>
          )}
        </FileButton>
      </div>
      {file && guess && (
        <>
          <Format guess={guess} onChange={(given) => void look(file, given)} />
          <ColumnTable guess={guess} columns={columns} onChange={setColumns} />
          <NativeSelect
            size="xs"
            label={t('import.order')}
            value={order}
            onChange={({ currentTarget: { value } }) => setOrder(orders.find((name) => name === value) ?? 'any')}
            data={orders.map((value) => ({ value, label: t(`import.orders.${value}`) }))}
            maw={420}
            data-testid="import-order"
          />
          <Checkbox
            label={t('import.strict')}
            checked={strict}
            onChange={({ currentTarget: { checked } }) => setStrict(checked)}
          />
          <div className={styles.start}>
            <Button variant="filled" size="xs" onClick={start} disabled={state.busy} data-testid="import-start">
              {t('import.start')}
            </Button>
          </div>
        </>
      )}
      <ImportResult state={state} onUse={onImported} />
    </div>
  );
}

function Format({ guess, onChange }: { readonly guess: TableGuess; onChange(given: Given): void }) {
  const { t } = useTranslation('dataRoom');
  const { encoding, delimiter, header, encodingSure } = guess;
  const known = { encoding, delimiter, header };
  return (
    <div className={styles.tools}>
      <NativeSelect
        size="xs"
        label={t('import.encoding')}
        value={encoding}
        error={encodingSure ? undefined : t('import.encodingGuess')}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...known, encoding: encodings.find((name) => name === value) ?? encoding })
        }
        data={[...encodings]}
      />
      <NativeSelect
        size="xs"
        label={t('import.delimiter')}
        value={delimiter}
        onChange={({ currentTarget: { value } }) =>
          onChange({ encoding, delimiter: delimiters.find((name) => name === value) ?? delimiter })
        }
        data={delimiters.map((value) => ({ value, label: value === '\t' ? t('import.tab') : value }))}
      />
      <Checkbox
        label={t('import.header')}
        checked={header}
        onChange={({ currentTarget: { checked } }) => onChange({ ...known, header: checked })}
      />
    </div>
  );
}

interface ColumnTableProps {
  readonly guess: TableGuess;
  readonly columns: Columns;
  onChange(columns: Columns): void;
}

function ColumnTable({ guess, columns, onChange }: ColumnTableProps) {
  const { t } = useTranslation('dataRoom');
  return (
    <table className={styles.columns}>
      <thead>
        <tr>
          {(['name', 'kind', 'target', 'missing', 'examples'] as const).map((name) => (
            <th key={name} scope="col">
              {t(`import.column.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {columns.map((column, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
          <tr key={i} data-testid={`import-column-${i}`}>
            <th scope="row">{column.title}</th>
            <td>
              <NativeSelect
                size="xs"
                aria-label={`${column.title}: ${t('import.column.kind')}`}
                value={column.kind}
                onChange={({ currentTarget: { value } }) =>
                  onChange(columns.with(i, { ...column, kind: kinds.find((kind) => kind === value) ?? column.kind }))
                }
                data={kinds.map((value) => ({ value, label: t(`import.kind.${value}`) }))}
              />
            </td>
            <td>
              <input
                type="radio"
                name="import-target"
                aria-label={`${column.title}: ${t('import.column.target')}`}
                checked={column.target}
                onChange={() => onChange(columns.map((other, k) => ({ ...other, target: k === i })))}
              />
            </td>
            <td className={styles.number}>{guess.columns[i]?.missing ?? 0}</td>
            <td className={styles.examples}>{guess.columns[i]?.examples.join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
