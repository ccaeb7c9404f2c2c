import {is_shown, is_stored, values_of} from '../lib/described.js';
import {t} from '../lib/i18n.js';
import {value_at} from '../lib/paths.js';
import {html} from '../lib/ui.js';
import {Described} from './described.js';
import {shown_value} from './described_value.js';
import {Facts} from './table.js';

function fact(field, values, settings) {
  if (field.type === 'secret') return t(is_stored(field, settings) ? 'secret.stored' : 'secret.none');
  return shown_value(field, value_at(values, field.slot));
}

function Read({description, values: settings, without}) {
  const values = values_of(description, settings);
  const sections = description.sections.map((section) => ({...section, entries: section.fields
    .filter((field) => is_shown(field, values) && !without.includes(field.path)).map((field) => [field.label, fact(field, values, settings)])}));
  const told = sections.filter(({entries}) => entries.some(([, value]) => value !== null));
  if (told.length === 0) return html`<p class="muted">${t('described.nothing')}</p>`;
  return told.map(({key, title, entries}) => html`
    ${title && html`<h3 key=${key}>${title}</h3>`}<${Facts} entries=${entries} />`);
}

/**
 * Settings to be read, as they are described: what exists under the choices that were made, secrets as whether they are
 * stored. `without`: paths that are told elsewhere.
 */
export const DescribedFacts = ({settings, values, without = []}) => html`<${Described} of=${settings}>${(description) =>
  html`<${Read} description=${description} values=${values} without=${without} />`}<//>`;
