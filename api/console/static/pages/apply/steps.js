import {count, t, word} from '../../lib/i18n.js';
import {duration} from '../../lib/format.js';
import {html} from '../../lib/ui.js';
import {Word, tone} from '../../ui/badge.js';
import {Empty} from '../../ui/page.js';
import {Cause} from '../../ui/problem.js';
import {When} from '../../ui/when.js';

const took = ({startedAt, endedAt}) => (endedAt ? duration(Date.parse(endedAt) - Date.parse(startedAt)) : '');

const failed = ['failed', 'undo-failed'];

/** How it went. The step that failed keeps its cause when it is undone; what the host said stands above already. */
function Told({step, error}) {
  if (failed.includes(step.state)) return html`<${Cause} text=${step.detail || step.message} shown=${error} />`;
  return html`${step.message || step.detail}
    ${step.state !== 'done' && error.startsWith(`${step.name}: `) && html`<${Cause} text=${error} shown=${error} />`}`;
}

function Step({step, error}) {
  return html`<li class="level-${tone('stepState', step.state)}">
    <span class="index">${step.index + 1}</span>
    <div class="what"><strong>${word('step', step.name)}</strong>
      <span class="detail"><${Told} step=${step} error=${error} /></span></div>
    <${Word} family="stepState" value=${step.state} />
    <span class="numbers"><${When} at=${step.startedAt} form="time" said />
      <span>${took(step)}</span><span class="position" title=${t('log.position')}>#${step.eventPosition}</span></span>
  </li>`;
}

const goes_on = (stage) => stage === 'running' || stage === 'requested';

/** The steps that began, and how many are still ahead. An undone step stays where it was. */
export function Steps({steps, total, summary: {stage, error}}) {
  if (steps.length === 0) return html`<${Empty}>${t('apply.not_begun')}<//>`;
  const ahead = total - steps.length;
  return html`<ol class="steps">${steps.map((step) => html`<${Step} key=${step.name} step=${step} error=${error} />`)}
    ${ahead > 0 && goes_on(stage) && html`<li class="ahead">${count('apply.ahead', ahead)}</li>`}</ol>`;
}
