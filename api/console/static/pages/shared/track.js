import {html} from '../../lib/ui.js';
import {Icon} from '../../ui/icon.js';

const icons = {ok: 'ok', ahead: 'none', active: 'running', warning: 'warning', error: 'error', plain: 'clock'};

function colour_of(index, {reached, done, tone}) {
  if (done || index < reached) return 'ok';
  return index > reached ? 'ahead' : tone;
}

/** Stations passed, the present one in the colour `tone`, and those ahead. */
export function Track({labels, ...progress}) {
  return html`<ol class="track">${labels.map((label, index) => {
    const colour = colour_of(index, progress);
    const is_here = index === progress.reached && !progress.done;
    return html`<li key=${label} class=${is_here ? `here ${colour}` : colour} aria-current=${is_here ? 'step' : undefined}>
      <${Icon} name=${icons[colour]} spin=${colour === 'active'} /><span>${label}</span></li>`;
  })}</ol>`;
}
