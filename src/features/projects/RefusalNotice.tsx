import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRefusal } from '../../stores/refusal';

const NOTICE = 'edit-refused';

/** Says why something could not be changed, once however often it is tried. */
export function RefusalNotice() {
  const { t } = useTranslation('projects');
  const last = useRefusal((state) => state.last);
  useEffect(() => {
    if (!last) return;
    const message = t(`refusal.${last.reason}`);
    void import('@mantine/notifications').then(({ notifications }) => {
      notifications.hide(NOTICE);
      notifications.show({ id: NOTICE, message, autoClose: 5000 });
    });
  }, [last, t]);
  return null;
}
