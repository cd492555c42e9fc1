import { NativeSelect } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocNode } from '../../document/schema';
import { dataset } from '../../layers/defs/dataset';
import { useDocument } from '../../stores/document';
import { useUi } from '../../stores/ui';
import { useLocalize } from '../common/localize';
import { dataNodes } from './editData';

interface ChosenNode {
  readonly nodes: readonly DocNode[];
  /** What the room is about: the node picked, else the one selected when it was opened, else the first. */
  readonly node: DocNode | undefined;
  pick(id: string): void;
}

export function useDataNode(opened: boolean): ChosenNode {
  const document = useDocument((state) => state.document);
  const [picked, pick] = useState<string | undefined>(undefined);
  const selected = useUi((state) => state.selection.nodes);
  // a room that opens again is about what is selected then
  useEffect(() => {
    if (!opened) pick(undefined);
  }, [opened]);
  const nodes = dataNodes(document);
  const node = nodes.find(({ id }) => id === picked) ?? nodes.find(({ id }) => selected.includes(id)) ?? nodes[0];
  return { nodes, node, pick };
}

interface Props {
  readonly nodes: readonly DocNode[];
  readonly chosen: string;
  onPick(id: string): void;
}

/** Which of several data nodes is looked at. */
export function NodePicker({ nodes, chosen, onPick }: Props) {
  const { t } = useTranslation('dataRoom');
  const localize = useLocalize();
  return (
    <NativeSelect
      size="xs"
      maw={320}
      mb="sm"
      label={t('node')}
      value={chosen}
      onChange={({ currentTarget: { value } }) => onPick(value)}
      data={nodes.map(({ id, name }) => ({ value: id, label: name || `${localize(dataset.docs.name)} · ${id}` }))}
      data-testid="data-node"
    />
  );
}
