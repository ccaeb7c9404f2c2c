import {observable, useObservable} from '../lib/observable.js';
import {html} from '../lib/ui.js';
import {Icon} from './icon.js';
import {problem_text} from './problem.js';

const shown = observable([]);
const shown_ms = 6000;
let next_id = 1;

/** Says something for a few seconds. `tone`: ok, warning, error or info. */
export function say(text, tone = 'ok') {
  const toast = {id: next_id++, text, tone};
  shown.set([...shown.get(), toast]);
  setTimeout(() => shown.set(shown.get().filter(({id}) => id !== toast.id)), shown_ms);
}

/** Runs a command of a button; a Problem is said. Returns whether it went well. */
export async function attempt(run) {
  try {
    await run();
    return true;
  } catch (problem) {
    if (problem.status === undefined) throw problem;
    say(problem_text(problem), 'error');
    return false;
  }
}

export function Toasts() {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${useObservable(shown).map(({id, text, tone}) =>
      html`<div key=${id} class="toast ${tone}"><${Icon} name=${tone} /><span>${text}</span></div>`)}
  </div>`;
}
