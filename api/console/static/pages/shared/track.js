import {html} from '../../lib/ui.js';
import {Icon} from '../../ui/icon.js';

function state_of(index, {reached, done, failed}) {
  if (done || index < reached) return 'done';
  if (index > reached) return 'ahead';
  return failed ? 'failed' : 'here';
}

const icons = {done: 'ok', here: 'running', failed: 'error', ahead: 'none'};

/** Stations passed, the present one, and those ahead. */
export function Track({labels, ...progress}) {
  return html`<ol class="track">${labels.map((label, index) => {
    const state = state_of(index, progress);
    return html`<li key=${label} class=${state} aria-current=${state === 'here' ? 'step' : undefined}>
      <${Icon} name=${icons[state]} spin=${state === 'here'} /><span>${label}</span></li>`;
  })}</ol>`;
}
