import { Loader, Modal, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CardPanel } from './CardPanel';
import styles from './DataRoom.module.css';
import { DatasetList } from './DatasetList';
import { bring, closeDataRoom, useDataRoom } from './dataRoomStore';
import { ImportPanel } from './ImportPanel';
import { NodePicker, useDataNode } from './NodePicker';
import { SamplesPanel } from './SamplesPanel';
import { SplitPanel } from './SplitPanel';
import { StepsPanel } from './StepsPanel';
import { useLook } from './useLook';

/** Everything about the data of a project: what there is, what it looks like, how it is split, what is done to it. */
export function DataRoom() {
  const { t } = useTranslation('dataRoom');
  const opened = useDataRoom((state) => state.opened);
  const { node, nodes, pick } = useDataNode(opened);
  const { bringing, looking, drops } = useDataRoom();
  const importing = bringing !== undefined;
  const look = useLook(opened && !importing ? node?.id : undefined);
  const id = String(node?.params.dataset ?? '');
  return (
    <Modal
      opened={opened}
      onClose={closeDataRoom}
      title={t('title')}
      size={1120}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <div className={styles.room} data-testid="data-room">
        <DatasetList chosen={id} importing={importing} onImport={bring} />
        <div className={styles.main}>
          {looking ? (
            <Loader size="sm" aria-label={t('loading')} />
          ) : importing || !node ? (
            importing ? (
              <ImportPanel key={`${bringing} ${drops}`} first={bringing} onDone={() => bring(undefined)} />
            ) : (
              <p className={styles.hint}>{t('choose')}</p>
            )
          ) : (
            <Tabs defaultValue="card" keepMounted={false}>
              {nodes.length > 1 && <NodePicker nodes={nodes} chosen={node.id} onPick={pick} />}
              <Tabs.List aria-label={t('title')}>
                {(['card', 'samples', 'steps', 'split'] as const).map((tab) => (
                  <Tabs.Tab key={tab} value={tab} data-testid={`data-tab-${tab}`}>
                    {t(`tab.${tab}`)}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              <Tabs.Panel value="card">
                <CardPanel id={id} look={look} />
              </Tabs.Panel>
              <Tabs.Panel value="samples">
                <SamplesPanel look={look} />
              </Tabs.Panel>
              <Tabs.Panel value="steps">
                <StepsPanel node={node} look={look} />
              </Tabs.Panel>
              <Tabs.Panel value="split">
                <SplitPanel look={look} />
              </Tabs.Panel>
            </Tabs>
          )}
        </div>
      </div>
    </Modal>
  );
}
