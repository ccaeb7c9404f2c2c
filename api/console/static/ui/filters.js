import {t, word} from '../lib/i18n.js';
import {html, useEffect, useRef, useState} from '../lib/ui.js';

const typing_pause_ms = 250;

export const Filters = ({children}) => html`<div class="filters">${children}</div>`;

/** Tells `onChange` when typing pauses. The key `/` comes here. */
export function SearchBox({value, placeholder, onChange}) {
  const [text, setText] = useState(value);
  const timer = useRef(0);
  useEffect(() => setText(value), [value]);
  const typed = (event) => {
    const next = event.target.value;
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(next), typing_pause_ms);
  };
  return html`<input type="search" value=${text} placeholder=${placeholder} aria-label=${placeholder} onInput=${typed} />`;
}

/** One of the words of a family, or all. */
export function Choice({label, value, family, values, onChange}) {
  return html`<label>${label}<select value=${value} onChange=${(event) => onChange(event.target.value)}>
    <option value="">${t('filter.all')}</option>
    ${values.map((one) => html`<option key=${one} value=${one} selected=${one === value}>${word(family, one)}</option>`)}
  </select></label>`;
}
