import {t} from '../lib/i18n.js';
import {value_at} from '../lib/paths.js';
import {html, useState} from '../lib/ui.js';
import {problem_text} from './problem.js';

const many = 8;

/**
 * Several of `choices`, [[value, text], …], with a box to tick for each; where they are many, typing leaves those that
 * fit. Their values are a list in the form.
 */
export function Ticks({form, name, label, hint, choices}) {
  const [typed, setTyped] = useState('');
  const chosen = value_at(form.values, name);
  const problem = form.problem?.field === name ? form.problem : null;
  const id = `ticks-${form.id}-${name}`;
  const fits = ([, text]) => text.toLowerCase().includes(typed.toLowerCase());
  const turn = (value) => form.set(name, chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return html`<fieldset class="field ticks" aria-describedby="${id}-hint"><legend>${label}</legend>
    ${choices.length > many && html`<input type="search" value=${typed} placeholder=${t('pick.search')} aria-label=${t('pick.search')}
      onInput=${(event) => setTyped(event.target.value)} />`}
    <div class="ticks-list">${choices.filter(fits).map(([value, text], at) => html`<label key=${value}>
      <input type="checkbox" name=${at === 0 ? name : undefined} aria-invalid=${problem ? 'true' : undefined} checked=${chosen.includes(value)}
        onChange=${() => turn(value)} />${text}</label>`)}
      ${choices.filter(fits).length === 0 && html`<p class="hint">${t('pick.nothing')}</p>`}</div>
    <small id="${id}-hint" class=${problem ? 'field-error' : 'hint'}>${problem ? problem_text(problem) : hint}</small>
  </fieldset>`;
}
