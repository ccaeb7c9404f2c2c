import {body_of, is_shown, values_of} from '../lib/described.js';
import {Problem, command, get, settled} from '../lib/http.js';
import {differences, is_harmless, merged} from '../lib/merge.js';
import {value_at} from '../lib/paths.js';
import {html, useRef, useState} from '../lib/ui.js';
import {Described} from './described.js';
import {DescribedField} from './described_field.js';
import {Form, useForm} from './form.js';
import {MergeDialog} from './merge.js';
import {Section} from './page.js';

/** What is stored now, for who was late; the problem says so where it is gone. */
async function read_again(path) {
  try {
    const {data, etag} = await get(path);
    return {settings: data.settings, etag};
  } catch (problem) {
    throw problem.status === 404 ? new Problem({status: 404, code: 'deleted_meanwhile'}) : problem;
  }
}

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

function Editor({description, path, stored, given, draft = description.word, places = {}, submit_text, onSaved, onCancel, children}) {
  const base = useRef(stored);   // what the form's values are changes of
  const [late, setLate] = useState(null);
  const [comparing, setComparing] = useState(false);

  async function send(values) {
    const body = body_of(description, values);
    try {
      const receipt = await command(stored ? 'PUT' : 'POST', path, {body, etag: base.current?.etag});
      await settled(receipt.position);
      onSaved(receipt, body);
    } catch (problem) {
      if (problem.status !== 412) throw problem;
      await compare(values, problem);
    }
  }
  /** Nothing is overwritten unseen. */
  async function compare(values, problem) {
    const theirs = await read_again(path);
    const lines = differences(description, base.current.settings, theirs.settings, values);
    if (!is_harmless(lines)) {
      setLate({theirs, lines, values});
      setComparing(true);
      throw problem;
    }
    base.current = theirs;
    await send(values);
  }
  const form = useForm(values_of(description, stored?.settings ?? given), send, draft);
  const take = (choices) => {
    const {theirs, values} = late;
    base.current = theirs;
    setComparing(false);
    form.run(form.rebase(values_of(description, theirs.settings), merged(description, theirs.settings, values, choices), description.fields.filter(({type}) => type === 'secret').map(({slot}) => slot)));
  };
  return html`<${Form} form=${form} submit_text=${submit_text} onCancel=${onCancel} onCompare=${late && (() => setComparing(true))}>
      ${children?.(form.values)}
      <${Sections} form=${form} description=${description} stored=${base.current?.settings} places=${places} />
    <//>
    ${comparing && html`<${MergeDialog} lines=${late.lines} onChosen=${take} onClose=${() => setComparing(false)} />`}`;
}

/**
 * The form of the settings called `settings`, drawn as they are described: it sends a new one to `path`, or with
 * `stored` ({settings, etag}) a change of what is there, and compares if somebody else was faster. `given`: settings
 * that a new one begins with; `places`: {path of a secret: paths of what says where it is used}; `children(values)` stands
 * above; `onSaved(receipt, body)`.
 */
export const DescribedForm = ({settings, ...more}) => html`<${Described} of=${settings}>${(description) =>
  html`<${Editor} key=${settings} description=${description} ...${more} />`}<//>`;
