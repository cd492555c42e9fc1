import { IconAlertTriangleFilled, IconCopy, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { setParam } from '../../document/edit';
import type { DocNode, ParamValue } from '../../document/schema';
import { dataset } from '../../layers/defs/dataset';
import { isShown } from '../../layers/fields';
import { layers } from '../../layers/registry';
import { useDocument } from '../../stores/document';
import { editShown, useShownAnalysis } from '../../stores/drawing';
import { deleteSelection, duplicateSelection } from '../canvas/commands';
import { renamed } from '../canvas/modules';
import { useDiagnosticText } from '../common/diagnosticText';
import { useDocumentation } from '../common/documentation';
import { IconAction } from '../common/IconAction';
import { LayerIcon } from '../common/LayerIcon';
import { useLocalize } from '../common/localize';
import { DataSection } from '../data/DataSection';
import { LazyFixButtons } from '../diagnostics/LazyFixButtons';
import { About } from './About';
import { FieldRow } from './FieldRow';
import styles from './Inspector.module.css';
import { Lockable, LockScope } from './LockScope';
import { NodeFacts } from './NodeFacts';
import { Section } from './Section';
import { Wiring } from './Wiring';

const ModuleActions = lazy(async () => ({ default: (await import('./ModuleActions')).ModuleActions }));

/** One node: its name, what is wrong with it, its parameters, its wires, its sizes and what the layer does. */
export function NodeInspector({ node }: { readonly node: DocNode }) {
  const { t } = useTranslation('inspector');
  const layer = layers.get(node.type);
  const docs = useDocumentation()?.get(node.type);
  const endGesture = useDocument((state) => state.endGesture);
  const fields = Object.entries(layer?.params ?? {}).filter(([, field]) => isShown(field, node.params));
  const commit = (param: string) => (value: ParamValue) =>
    editShown((document) => setParam(document, node.id, param, value), `param:${node.id}.${param}`);
  return (
    <>
      <NodeHeader node={node} />
      <NodeProblems nodeId={node.id} />
      {fields.length > 0 && (
        <Section title={t('parameters')}>
          <LockScope kind={layer?.group === 'data' ? 'data' : 'parameters'}>
            {fields.map(([name, field]) => (
              <FieldRow
                key={name}
                name={name}
                field={docs?.help[name] ? { ...field, help: docs.help[name] } : field}
                value={node.params[name] ?? ''}
                onCommit={commit(name)}
                onEnd={endGesture}
              />
            ))}
          </LockScope>
        </Section>
      )}
      {node.type === 'module' && (
        <Suspense fallback={null}>
          <LockScope kind="canvas" quiet>
            <ModuleActions node={node} />
          </LockScope>
        </Suspense>
      )}
      {node.type === dataset.type && <DataSection node={node} />}
      <LockScope kind="canvas" apart>
        <Lockable>
          <Wiring node={node} />
        </Lockable>
      </LockScope>
      <NodeFacts node={node} />
      {docs && <About docs={docs} />}
    </>
  );
}

function NodeHeader({ node }: { readonly node: DocNode }) {
  const { t } = useTranslation('inspector');
  const localize = useLocalize();
  const layer = layers.get(node.type);
  const endGesture = useDocument((state) => state.endGesture);
  const typeName = layer ? localize(layer.docs.name) : node.type;
  return (
    <header className={styles.header}>
      <div className={styles.title}>
        <LayerIcon type={node.type} size={18} />
        <LockScope kind="name" quiet>
          <Lockable>
            <input
              className={styles.name}
              aria-label={t('name')}
              data-testid="field-name"
              value={node.name}
              placeholder={typeName}
              maxLength={120}
              spellCheck={false}
              onChange={(event) =>
                editShown((document) => renamed(document, node, event.target.value), `name:${node.id}`)
              }
              onBlur={endGesture}
              onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
            />
          </Lockable>
        </LockScope>
        <LockScope kind="canvas" quiet>
          <Lockable>
            <IconAction label={t('duplicate')} onClick={duplicateSelection}>
              <IconCopy size={15} stroke={1.7} />
            </IconAction>
            <IconAction label={t('delete')} onClick={deleteSelection}>
              <IconTrash size={15} stroke={1.7} />
            </IconAction>
          </Lockable>
        </LockScope>
      </div>
      <p className={styles.subtitle}>
        {node.name && `${typeName} `}
        <code>{node.id}</code>
      </p>
    </header>
  );
}

function NodeProblems({ nodeId }: { readonly nodeId: string }) {
  const diagnostics = useShownAnalysis((analysis) => analysis.diagnostics);
  const sentenceOf = useDiagnosticText();
  const own = diagnostics.filter((item) => item.nodeId === nodeId);
  if (own.length === 0) return null;
  return (
    <div className={styles.problems} role="status">
      {own.map((item) => (
        <p key={`${item.code} ${item.portId}`} data-severity={item.severity}>
          <IconAlertTriangleFilled size={13} aria-hidden />
          <span className={styles.problem}>
            {sentenceOf(item)}
            <LazyFixButtons diagnostic={item} />
          </span>
        </p>
      ))}
    </div>
  );
}
