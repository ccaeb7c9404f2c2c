// Values of described settings: as a form has them, by slot, and as the API has them, by path.
import {value_at, with_value} from './paths.js';

const empty = {text: '', integer: '', boolean: false, list: '', reference: '', secret: undefined};

/** What separates the entries of a list: names have no blanks, other texts may. */
const separator = ({text}) => (['host', 'fqdn', 'mail'].includes(text) ? /[\s,]+/ : /\n/);
export const entries_of = (field, text) => text.split(separator(field)).map((one) => one.trim()).filter(Boolean);

/** A value of the API in a form. Of a secret only what is typed stands there. */
function to_form(field, value) {
  if (field.type === 'secret') return undefined;
  if (field.type === 'list') return (value ?? []).join('\n');
  if (value !== undefined && value !== null) return value;
  return field.type === 'choice' ? field.choices[0][0] : empty[field.type] ?? '';
}

/** A value of a form for the API; undefined = not sent. A secret that is null in the form is to be forgotten. */
export function to_api(field, value) {
  if (field.type === 'secret') return value === null ? {set: false} : value || undefined;
  if (field.type === 'list') return entries_of(field, value);
  if (value === '' && ['integer', 'reference'].includes(field.type)) return field.nullable ? null : undefined;
  return value === '' && field.nullable ? null : value;
}

/** Whether a field is there, as others of the form decide. */
export const is_shown = (field, values) => field.when.every(({slot, words}) => words.includes(String(value_at(values, slot))));

/** Whether stored settings have the field: it may be one of another kind. */
const is_of = (field, settings) => field.kinds.every(({path, word}) => value_at(settings, path) === word);

/** What is stored of a field: undefined where the settings are of another kind. */
export const stored_value = (field, settings) => (settings && is_of(field, settings) ? value_at(settings, field.path) : undefined);

export const is_stored = (field, settings) => stored_value(field, settings)?.set === true;

/** Values of a form: those of `settings`, and defaults for what these do not have. */
export const values_of = ({fields}, settings) => fields.reduce((values, field) => {
  const stored = stored_value(field, settings);
  return with_value(values, field.slot, to_form(field, stored === undefined ? field.default : stored));
}, {});

/** What a form sends: what it shows, and nothing that we make ourselves. */
export const body_of = ({fields}, values) => fields.filter((field) => is_shown(field, values) && !field.made_by_us).reduce((body, field) => {
  const value = to_api(field, value_at(values, field.slot));
  return value === undefined ? body : with_value(body, field.path, value);
}, {});
