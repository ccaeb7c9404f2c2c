import {command, etag_of, settled} from '../../lib/http.js';
import {t, word} from '../../lib/i18n.js';
import {html} from '../../lib/ui.js';
import {confirm} from '../../ui/dialog.js';
import {attempt} from '../../ui/toast.js';

/** The word of a job's state; a dropped one is not the same as a finished one. */
export const job_state = ({state, cancelled}) => (cancelled ? 'cancelled' : state);

const retry = ({id, version}) => attempt(async () =>
  settled((await command('POST', `/jobs/${id}/retry`, {etag: etag_of(version)})).position));

const ask_drop = ({id, kind, version}) => confirm({
  title: t('job.drop_title'), text: t('job.drop_text', {kind: word('jobKind', kind)}), action: t('job.drop'),
  run: async () => settled((await command('POST', `/jobs/${id}/cancel`,
    {body: {reason: ''}, etag: etag_of(version)})).position),
});

export function JobButtons({job}) {
  if (job.state !== 'parked' && job.state !== 'waiting') return null;
  return html`<div class="buttons">
    <button type="button" class="small outline" onClick=${() => retry(job)}>${t(job.state === 'parked' ? 'job.retry' : 'job.run_now')}</button>
    <button type="button" class="small outline danger" onClick=${() => ask_drop(job)}>${t('job.drop')}</button></div>`;
}
