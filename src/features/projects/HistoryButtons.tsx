import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useDocument } from '../../stores/document';
import { IconAction } from '../common/IconAction';

/** Undo and redo. */
export function HistoryButtons() {
  const { t } = useTranslation('projects');
  const canUndo = useStore(useDocument.temporal, (state) => state.pastStates.length > 0);
  const canRedo = useStore(useDocument.temporal, (state) => state.futureStates.length > 0);
  const { undo, redo } = useDocument.getState();
  return (
    <>
      <IconAction
        label={t('undo')}
        hint={`${t('undo')}  Ctrl Z`}
        aria-keyshortcuts="Control+Z"
        data-testid="undo"
        disabled={!canUndo}
        onClick={undo}
      >
        <IconArrowBackUp size={17} stroke={1.7} />
      </IconAction>
      <IconAction
        label={t('redo')}
        hint={`${t('redo')}  Ctrl Shift Z`}
        aria-keyshortcuts="Control+Shift+Z"
        data-testid="redo"
        disabled={!canRedo}
        onClick={redo}
      >
        <IconArrowForwardUp size={17} stroke={1.7} />
      </IconAction>
    </>
  );
}
