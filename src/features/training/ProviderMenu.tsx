import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronDown, IconCpu, IconCpu2 } from '@tabler/icons-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useRun } from '../../stores/run';
import { type RunSettings, useRunSettings } from '../../stores/runSettings';
import { DeviceNotes } from './DeviceNotes';
import styles from './DockTools.module.css';

const choices: readonly RunSettings['provider'][] = ['auto', 'wasm', 'webgpu'];
const cores = typeof navigator === 'undefined' ? 1 : navigator.hardwareConcurrency || 1;

/** Where the training runs and why; another choice is taken over at once, the weights stay. */
export function ProviderMenu() {
  const { t } = useTranslation('training');
  const info = useRun((state) => state.info);
  const { provider, threads, set } = useRunSettings();
  const Icon = info?.provider === 'webgpu' ? IconCpu2 : IconCpu;
  const change = (next: Partial<Pick<RunSettings, 'provider' | 'threads'>>) => {
    set(next);
    void useRun.getState().settingsChanged();
  };
  return (
    <Menu position="top-end" width={260}>
      <Menu.Target>
        <UnstyledButton
          className={styles.chip}
          aria-label={t('provider.label')}
          data-testid="provider"
          data-provider={info?.provider}
        >
          <Icon size={14} stroke={1.7} />
          <span>{info ? nameOf(info) : t(`provider.choice.${provider}`)}</span>
          <IconChevronDown size={12} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {info && (
          <Suspense>
            <DeviceNotes info={info} />
          </Suspense>
        )}
        <Menu.Label>{t('provider.device')}</Menu.Label>
        {choices.map((choice) => (
          <Menu.Item
            key={choice}
            role="menuitemradio"
            aria-checked={choice === provider}
            leftSection={<Check on={choice === provider} />}
            onClick={() => change({ provider: choice })}
            data-testid={`provider-${choice}`}
          >
            {t(`provider.choice.${choice}`)}
            <div className={styles.help}>{t(`provider.help.${choice}`)}</div>
          </Menu.Item>
        ))}
        <Menu.Label>{t('provider.threads')}</Menu.Label>
        <div className={styles.threads}>
          {[0, ...threadChoices()].map((count) => (
            <Menu.Item
              key={count}
              role="menuitemradio"
              aria-checked={count === threads}
              className={styles.thread}
              onClick={() => change({ threads: count })}
            >
              {count === 0 ? t('provider.choice.auto') : count}
            </Menu.Item>
          ))}
        </div>
      </Menu.Dropdown>
    </Menu>
  );

  function nameOf({ provider: name, threads: count }: { provider: 'wasm' | 'webgpu'; threads: number }): string {
    return name === 'webgpu' ? t('provider.onWebgpu') : t('provider.onWasm', { count });
  }
}

/** 1, 2, 4 … up to the number of cores, at most 8. */
function threadChoices(): number[] {
  const most = Math.min(8, cores);
  return [...new Set([1, 2, 4, 8, most])].filter((count) => count <= most).sort((a, b) => a - b);
}

function Check({ on }: { readonly on: boolean }) {
  return <IconCheck size={14} style={{ visibility: on ? 'visible' : 'hidden' }} />;
}
