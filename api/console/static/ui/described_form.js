import {body_of, is_shown, values_of} from '../lib/described.js';
import {command, settled} from '../lib/http.js';
import {value_at} from '../lib/paths.js';
import {html} from '../lib/ui.js';
import {Described} from './described.js';
import {DescribedField} from './described_field.js';
import {Form} from './form.js';
import {useMerging} from './merging.js';
import {Section} from './page.js';

/** Whether a secret is stored for another place than the form says by now: `places` names its fields by the secret's path. */
function is_elsewhere(field, {places, description, stored, values}) {
  const before = stored && values_of(description, stored);
  const slot_of = (path) => description.fields.find((one) => one.path === path && is_shown(one, values))?.slot ?? path;
  return Boolean(before) && (places[field.path] ?? []).map(slot_of).some((slot) => value_at(before, slot) !== value_at(values, slot));
}

/** Where there is one kind, nobody is asked for it; what we make ourselves, nobody gives. */
const is_asked = (field) => !field.made_by_us && (field.type !== 'kind' || field.choices.length > 1);

function Sections({form, description, stored, places}) {
  const {values} = form;
  const asked = description.sections.map((section) => ({...section, fields: section.fields.filter((field) => is_asked(field) && is_shown(field, values))}));
  const draw = (field) => html`<${DescribedField} key=${field.slot} form=${form} field=${field} stored=${stored}
    again=${is_elsewhere(field, {places, description, stored, values})} autofocus=${!stored && field === description.fields[0]} />`;
  return asked.filter(({fields}) => fields.length > 0).map(({key, title, fields}) =>
    html`<${Section} key=${key} title=${title}><div class="grid">${fields.map(draw)}</div><//>`);
}

function Editor({description, path, stored, given, draft = description.word, places = {}, submit_text, stays, onSaved, onCancel, children}) {
  async function send(values, etag) {
    const body = body_of(description, values);
    const receipt = await command(stored ? 'PUT' : 'POST', path, {body, etag});
    await settled(receipt.position);
    onSaved(receipt, body);
  }
  const initial = values_of(description, stored?.settings ?? given);
  const {form, settings, onCompare, merge} = useMerging({description, path, stored, initial, send, draft, stays});
  return html`<${Form} form=${form} submit_text=${submit_text} onCancel=${onCancel} onCompare=${onCompare}>
      ${children?.(form.values)}
      <${Sections} form=${form} description=${description} stored=${settings} places=${places} />
    <//>
    ${merge}`;
}

/**
 * The form of the settings called `settings`, drawn as they are described: it sends a new one to `path`, or with
 * `stored` ({settings, etag}) a change of what is there, and compares if somebody else was faster. `given`: settings
 * that a new one begins with; `places`: {path of a secret: paths of what says where it is used}; `children(values)` stands
 * above; `onSaved(receipt, body)`, after which a form that `stays` goes on with what is stored.
 */
export const DescribedForm = ({settings, ...more}) => html`<${Described} of=${settings}>${(description) =>
  html`<${Editor} key=${settings} description=${description} ...${more} />`}<//>`;
