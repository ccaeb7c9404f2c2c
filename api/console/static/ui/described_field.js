import {entries_of, is_stored} from '../lib/described.js';
import {t} from '../lib/i18n.js';
import {value_at} from '../lib/paths.js';
import {html} from '../lib/ui.js';
import {unit_name, with_unit} from './described_value.js';
import {Field, FileInto, Tick} from './form.js';
import {Picker} from './picker.js';
import {SecretField} from './secret.js';

// How texts of some kinds are typed.
const inputs = {
  mail: {type: 'email'}, https_url: {type: 'url', placeholder: 'https://'}, login: {autocomplete: 'off'},
  proxy: {placeholder: 'proxy.example.com:8080'}, country: {placeholder: 'JP', autocapitalize: 'characters'}, digits: {inputmode: 'numeric'},
};
const words_of_people = ['free', 'name', 'note'];
const plain = {spellcheck: false, autocapitalize: 'none'};

/** What is there if nobody chooses otherwise, where something else was chosen. */
function default_text({type, unit, default: usual}, value) {
  if (!['integer', 'text'].includes(type) || (usual ?? '') === '' || value === usual) return '';
  return t('form.default', {value: type === 'integer' ? with_unit(usual, unit) : usual});
}

function hint_of(field, value) {
  return [field.hints?.[value] ?? field.hint, default_text(field, value)].filter(Boolean).join(' ');
}

function Text({field, ...shared}) {
  const {text, most} = field;
  const more = {...(words_of_people.includes(text) ? {} : plain), ...inputs[text], maxlength: most};
  if (!['pem', 'note'].includes(text)) return html`<${Field} ...${shared} ...${more} />`;
  const area = html`<${Field} ...${shared} type="textarea" rows="4" wide class=${text === 'pem' ? text : ''} maxlength=${most} />`;
  if (text === 'note') return area;
  return html`<div class="wide">${area}<${FileInto} form=${shared.form} name=${shared.name} slot=${shared.slot} label=${t('import.from_file')} /></div>`;
}

const Integer = ({field, ...shared}) => {
  const {low, high, unit} = field;
  return html`<${Field} ...${shared} type="number" min=${low} max=${high} required optional=${false}
    unit=${unit && unit_name(unit, value_at(shared.form.values, shared.slot))} />`;
};

const Choice = ({field, ...shared}) => html`<${Field} ...${shared} type="select" options=${field.choices} optional=${false} />`;

/** Where an entry is wrong, it is told which: the text has no numbers at its lines. */
function List({field, ...shared}) {
  const {form, hint} = shared;
  const wrong = form.problem?.field?.startsWith(`${field.path}.`) && form.problem.field.slice(field.path.length + 1);
  const entry = wrong && entries_of(field, value_at(form.values, field.slot))[Number(wrong)];
  return html`<${Field} ...${shared} type="textarea" rows="3" wide class="list" ...${plain} entry=${entry}
    hint=${[hint, t('form.one_a_line')].filter(Boolean).join(' ')} />`;
}

const Secret = ({field, stored, again, ...shared}) => html`<${SecretField} ...${shared} stored=${is_stored(field, stored)} again=${again}
  multiline=${['pem', 'note'].includes(field.text)} />`;

/** What must refer to something has something to begin with, or is asked for. */
const Reference = ({field, ...shared}) => html`<${Picker} ...${shared} word=${field.refers} required=${!field.nullable} optional=${field.nullable} />`;

const drawn = {text: Text, integer: Integer, boolean: Tick, choice: Choice, kind: Choice, list: List, secret: Secret, reference: Reference};

/**
 * One field as its description says. `stored`: the settings that are edited; `again`: the secret that is stored was
 * given for another place.
 */
export function DescribedField({form, field, stored, again, autofocus}) {
  const {type, path, slot, label, required} = field;
  const of_secret = type === 'secret' ? {stored, again} : {};
  return html`<${drawn[type]} form=${form} field=${field} name=${path} slot=${slot} label=${label} hint=${hint_of(field, value_at(form.values, slot))}
    required=${required} optional=${!required} autofocus=${autofocus} ...${of_secret} />`;
}
