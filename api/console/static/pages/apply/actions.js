import {command, etag_of, settled} from '../../lib/http.js';
import {t} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {confirm} from '../../ui/dialog.js';

const can_cancel = ({stage}) => stage === 'requested' || stage === 'stuck';
const can_put_back = ({stage}) => stage === 'stuck';

const ask_cancel = ({summary, version}) => confirm({
  title: t('apply.cancel_title'), text: t(`apply.cancel_text.${summary.stage}`, {node: summary.nodeName}),
  action: t('apply.cancel'),
  run: async () => {
    const options = {body: {reason: ''}, etag: etag_of(version)};
    await settled((await command('POST', `/applies/${summary.id}/cancel`, options)).position);
  },
});

const ask_put_back = ({summary, version}) => confirm({
  title: t('apply.put_back_title', {node: summary.nodeName}), text: t('apply.put_back_text'),
  action: t('apply.put_back'), danger: false,
  run: async () => {
    const options = {etag: etag_of(version)};
    await settled((await command('POST', `/applies/${summary.id}/retry`, options)).position);
  },
});

/** What an admin can still do about an apply (R28). */
export function ApplyButtons({data}) {
  return html`
    ${can_put_back(data.summary) && html`<button type="button" onClick=${() => ask_put_back(data)}>${t('apply.put_back')}</button>`}
    ${can_cancel(data.summary) && html`<button type="button" class="outline danger" onClick=${() => ask_cancel(data)}>${t('apply.cancel')}</button>`}`;
}
