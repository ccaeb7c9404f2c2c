import {count, t, word} from '../../lib/i18n.js';
import {duration, local_time, utc_instant} from '../../lib/format.js';
import {html} from '../../lib/ui.js';
import {Word} from '../../ui/badge.js';
import {Empty} from '../../ui/page.js';

const took = ({startedAt, endedAt}) => (endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : '');

const levels = {failed: 'error', 'undo-failed': 'error', undoing: 'warning', undone: 'warning'};

function Step({step}) {
  const started = new Date(step.startedAt);
  return html`<li class="level-${levels[step.state] ?? 'ok'}">
    <span class="index">${step.index + 1}</span>
    <div class="what"><strong>${word('step', step.name)}</strong>
      <span class="detail">${step.message || step.detail}</span></div>
    <${Word} family="stepState" value=${step.state} />
    <span class="numbers"><time datetime=${step.startedAt} title=${utc_instant(started)}>${local_time(started)}</time>
      <span>${took(step)}</span><span class="position" title=${t('log.position')}>#${step.eventPosition}</span></span>
  </li>`;
}

const goes_on = (stage) => stage === 'running' || stage === 'requested';

/** The steps that began, and how many are still ahead. An undone step stays where it was. */
export function Steps({steps, total, stage}) {
  if (steps.length === 0) return html`<${Empty}>${t('apply.not_begun')}<//>`;
  const ahead = total - steps.length;
  return html`<ol class="steps">${steps.map((step) => html`<${Step} key=${step.name} step=${step} />`)}
    ${ahead > 0 && goes_on(stage) && html`<li class="ahead">${count('apply.ahead', ahead)}</li>`}</ol>`;
}
