import { Button } from '@mantine/core';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Translation } from 'react-i18next';
import styles from './ErrorBoundary.module.css';

interface State {
  readonly error: Error | undefined;
}

/** Keeps a fault in one part of the screen from taking the rest with it: says what happened, offers to go on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo) {
    console.error(error, info.componentStack);
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Translation ns="shell">
        {(t) => (
          <div role="alert" className={styles.fault}>
            <strong>{t('fault.title')}</strong>
            <p>{t('fault.text')}</p>
            <code className="mono">{error.message}</code>
            <div className={styles.actions}>
              <Button onClick={() => this.setState({ error: undefined })}>{t('fault.retry')}</Button>
              <Button onClick={() => location.reload()}>{t('fault.reload')}</Button>
            </div>
          </div>
        )}
      </Translation>
    );
  }
}
