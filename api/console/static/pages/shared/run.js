import {command, settled} from '../../lib/http.js';
import {t} from '../../lib/i18n.js';
import {is_admin} from '../../lib/session.js';
import {html} from '../../lib/ui.js';
import {Word, trouble} from '../../ui/badge.js';
import {Cause, Note} from '../../ui/problem.js';
import {attempt} from '../../ui/toast.js';
import {When} from '../../ui/when.js';

// What orders and applies have in common: a job carries each on, and it may fail, be tried again, or wait for somebody.

/** Where it stands in one word. An open one whose last try failed is not where its stage says. */
export function Stage({run: {stage, job, severity, endedAt}, family, states}) {
  const is_open = !endedAt && stage !== 'stuck' && stage !== 'rolling-back';
  if (is_open && job?.state === 'parked') return html`<${Word} family="jobState" value="parked" />`;
  const is_retrying = is_open && severity === 'warning';
  return is_retrying ? html`<${Word} family=${states} value="retrying" />` : html`<${Word} family=${family} value=${stage} />`;
}

/** Set for later, and not begun. */
const is_set = ({scheduledFor, stage, job}) => Boolean(scheduledFor) && stage === 'requested' && !job.code;

const can_be_tried = ({job}) => job?.state === 'waiting' || job?.state === 'parked';

const try_now = ({job}) => attempt(async () => settled((await command('POST', `/jobs/${job.id}/retry`)).position));

export function TryNow({run}) {
  if (!is_admin() || !can_be_tried(run) || is_set(run)) return null;
  return html`<button type="button" onClick=${() => try_now(run)}>${t('run.try_now')}</button>`;
}

/** Attempts count anew, from 0, once it got on or somebody had it tried. */
const failed_text = ({state, attempt: n}) => (n > 0 ? t(`run.failed.${state}`, {n}) : t('run.failed_before'));

/** Which attempt it is at, why the last one failed, and when the next one is. `error`: what the run itself says of it. */
export function Progress({run, error}) {
  const {job, severity} = run;
  const cause = job?.code ? `${job.code}: ${job.detail}` : error;
  const goes_on = job?.state === 'waiting' && !is_set(run) && Date.parse(job.due) > Date.now();   // else it is its turn
  if (!cause && !goes_on) return null;
  return html`<${Note} tone=${trouble(severity)}>
    ${cause && html`${job && html`<strong>${failed_text(job)}</strong> `}<${Cause} text=${cause} />`}
    ${goes_on && html`<p>${t(cause ? 'run.next_try' : 'run.next_look')} <${When} at=${job.due} />${' '}
      <small class="muted"><${When} at=${job.due} form="relative" /></small></p>`}<//>`;
}
