import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { nodeOf, setParam } from '../../document/edit';
import type { DocNode, ParamValue } from '../../document/schema';
import type { Field } from '../../layers/fields';
import { layers } from '../../layers/registry';
import { useDocument } from '../../stores/document';
import { editShown, useShown } from '../../stores/drawing';
import { useLocalize } from '../common/localize';
import { FieldRow } from './FieldRow';
import styles from './Inspector.module.css';
import { LockScope } from './LockScope';
import { Section } from './Section';
import { sharedFields } from './sharedFields';

/** Parameters that all selected nodes have: set here, they are set at every one. */
export function SharedFields({ ids }: { readonly ids: readonly string[] }) {
  const { t } = useTranslation('inspector');
  const nodes = useShown(
    useShallow((drawing) => ids.map((id) => nodeOf(drawing, id)).filter((node): node is DocNode => !!node)),
  );
  const shared = sharedFields(nodes, (type) => layers.get(type)?.params);
  if (shared.length === 0) return null;
  return (
    <Section title={t('shared')}>
      <LockScope kind="parameters">
        {shared.map(({ name, field, values }) => (
          <SharedRow key={name} ids={ids} name={name} field={field} values={values} />
        ))}
      </LockScope>
    </Section>
  );
}

interface RowProps {
  readonly ids: readonly string[];
  readonly name: string;
  readonly field: Field;
  readonly values: readonly ParamValue[];
}

function SharedRow({ ids, name, field, values }: RowProps) {
  const { t } = useTranslation('inspector');
  const localize = useLocalize();
  const endGesture = useDocument((state) => state.endGesture);
  const [first] = values;
  const textOf = (value: ParamValue): string => {
    const option = field.kind === 'select' ? field.options.find((item) => item.value === value) : undefined;
    return option ? localize(option.label) : String(value);
  };
  const commit = (value: ParamValue) =>
    editShown(
      (drawing) => ids.reduce((result, id) => setParam(result, id, name, value), drawing),
      `param:${ids.join()}.${name}`,
    );
  return (
    <>
      <FieldRow name={name} field={field} value={first ?? ''} onCommit={commit} onEnd={endGesture} />
      {values.length > 1 && (
        <p className={styles.note} data-testid={`mixed-${name}`}>
          {t('mixed', { values: values.slice(0, 4).map(textOf).join(' · ') })}
        </p>
      )}
    </>
  );
}
