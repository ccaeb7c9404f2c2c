import {number} from '../lib/format.js';
import {language, t} from '../lib/i18n.js';
import {entries_of} from '../lib/described.js';
import {html} from '../lib/ui.js';
import {NameOf} from './name_of.js';

// Units of settings as the browser knows them.
const known_units = {s: 'second', min: 'minute', h: 'hour', days: 'day', '%': 'percent'};

const parts_of = (unit, value) => new Intl.NumberFormat(language.get(), {style: 'unit', unit: known_units[unit], unitDisplay: unit === '%' ? 'short' : 'long'}).formatToParts(value);

/** "86,400 seconds", "1 day"; what has no unit may be a port, and is written as it is typed. */
export function with_unit(value, unit) {
  if (!unit) return String(value);
  return known_units[unit] ? parts_of(unit, value).map((part) => part.value).join('') : `${number(value)} ${unit}`;
}

/** The unit's name alone, as it stands behind `value`. */
export const unit_name = (unit, value) => (known_units[unit] ? parts_of(unit, Number(value) || 0).find(({type}) => type === 'unit').value : unit);

export const choice_text = ({choices}, value) => choices.find(([word]) => word === value)?.[1] ?? value;

const plain = {
  boolean: (field, value) => t(value ? 'state.does' : 'state.does_not'),
  integer: ({unit}, value) => with_unit(value, unit),
  choice: choice_text,
  kind: choice_text,
  list: (field, value) => entries_of(field, value).join(', '),
  reference: ({refers}, value) => html`<${NameOf} word=${refers} id=${value} />`,
};

const looks = {
  path: (value) => html`<code class="long">${value}</code>`,
  program: (value) => html`<code class="long">${value}</code>`,
  pem: (value) => html`<samp class="output">${value}</samp>`,
  note: (value) => html`<span class="lines-kept">${value}</span>`,
};

/** What a form holds of a described field, to be read; nothing where there is nothing. Secrets are not shown here. */
export function shown_value(field, value) {
  if (value === undefined || value === null || value === '') return null;
  if (plain[field.type]) return plain[field.type](field, value);
  return (looks[field.text] ?? ((text) => text))(value);
}
