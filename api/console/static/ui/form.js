import {Problem} from '../lib/http.js';
import {t} from '../lib/i18n.js';
import {value_at, with_value} from '../lib/paths.js';
import {html, useEffect, useRef, useState} from '../lib/ui.js';
import {useDraft} from './draft.js';
import {Note, ProblemNote, problem_text} from './problem.js';

let forms = 0;   // a dialog's may have a field of the same name as the page under it

const with_changes = (initial, changes) =>
  Object.entries(changes).reduce((values, [name, value]) => with_value(values, name, value), initial);

/**
 * State of a form: values by dotted name, the server's problem, whether it is being sent.
 * `send(values)` may throw a Problem, which is then shown at its field, or above the buttons. With the name `draft`,
 * what is typed comes back until it is sent or discarded.
 */
export function useForm(initial, send, draft) {
  const {found, note, keep, drop} = useDraft(draft, initial);
  const [id] = useState(() => ++forms);
  const [values, setValues] = useState(() => with_changes(initial, found?.changes ?? {}));
  const [restored, setRestored] = useState(found);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const element = useRef(null);
  const base = useRef(initial);   // what the typed values are changes of
  useEffect(() => { element.current?.querySelector('[aria-invalid=true]')?.focus(); }, [problem]);

  async function run(wanted) {
    setBusy(true);
    setProblem(null);
    try {
      await send(wanted);
      drop();
      setRestored(null);
    } catch (thrown) {
      if (thrown.status === undefined) throw thrown;
      setProblem(thrown);
    } finally {
      setBusy(false);
    }
  }
  const submit = (event) => { event.preventDefault(); return run(values); };
  const set = (name, value, {secret = false} = {}) => {
    note(name, value, {secret, as_before: value === value_at(base.current, name) || (secret && value === '')});
    setValues((before) => with_value(before, name, value));
  };
  /** Begins again with `next` and changes of it, some of which are `secrets`; gives the values then. */
  const rebase = (next, changes, secrets) => {
    base.current = next;
    const names = Object.keys(changes);
    keep({changes: Object.fromEntries(Object.entries(changes).filter(([name]) => !secrets.includes(name))), secrets: names.filter((name) => secrets.includes(name))});
    const now = with_changes(next, changes);
    setValues(now);
    return now;
  };
  const discard = () => { drop(); setRestored(null); setValues(base.current); };
  return {id, values, set, setValues, problem, setProblem, busy, submit, run, rebase, element, restored, discard};
}

/** Says that what was typed is here again, and which of it is not. */
function Restored({form}) {
  if (!form.restored) return null;
  const {changes, secrets} = form.restored;
  return html`<${Note}>${Object.keys(changes).length > 0 && html`${t('draft.back')} `}
    ${secrets.length > 0 && html`${t('draft.secrets')} `}
    <button type="button" class="small outline" onClick=${form.discard}>${t('draft.discard')}</button><//>`;
}

/** Whether a problem is that of the field `name`, or of something in it: an entry of a list. */
const is_at = (name, {field}) => field === name || field?.startsWith(`${name}.`);

const has_field = (form, problem) =>
  [...form.element.current?.querySelectorAll('[name]') ?? []].some((one) => is_at(one.getAttribute('name'), problem));

export function Form({form, children, submit_text, onCancel, onCompare, danger = false}) {
  const elsewhere = form.problem && !has_field(form, form.problem);
  return html`<form ref=${form.element} onSubmit=${form.submit}>
    <${Restored} form=${form} />
    ${children}
    ${elsewhere && html`<${ProblemNote} problem=${form.problem}>${changed_meanwhile(form.problem, onCompare)}<//>`}
    <div class="buttons">
      ${onCancel && html`<button type="button" class="secondary outline" onClick=${onCancel}>${t('action.cancel')}</button>`}
      <button type="submit" class=${danger ? 'danger' : ''} aria-busy=${form.busy} disabled=${form.busy}>${submit_text}</button>
    </div>
  </form>`;
}

function changed_meanwhile(problem, onCompare) {
  if (problem.status !== 412) return null;
  if (onCompare) return html` <button type="button" class="small" onClick=${onCompare}>${t('merge.compare')}</button>`;
  return html`<p>${t('form.changed_meanwhile')}</p>
    <button type="button" class="small" onClick=${() => location.reload()}>${t('action.reload')}</button>`;
}

/** What a field shows of the value `slot`, which requests and problems call `name`. */
export function useFieldState(form, name, slot = name) {
  const mine = form.problem && is_at(name, form.problem);
  return {
    id: `field-${form.id}-${slot.replaceAll('.', '-')}`,
    value: value_at(form.values, slot) ?? '',
    problem: mine ? form.problem : null,
    invalid: mine ? 'true' : undefined,
  };
}

/**
 * A labelled input. `type` also knows 'select' (options: [[value, text], …]) and 'textarea'. What is typed into a
 * `secret` is kept nowhere. `slot` is where its value is in the form, if that is not its name;
 * `unit` stands behind the input; `entry` is what is wrong of several.
 */
export function Field({form, name, slot = name, label, hint, type = 'text', options, required, optional, secret = type === 'password',
  wide = false, unit, entry, ...more}) {
  const {id, value, problem, invalid} = useFieldState(form, name, slot);
  const shared = {
    id, name, required, 'aria-invalid': invalid, 'aria-describedby': `${id}-hint`, ...more,
    onInput: (event) => form.set(slot, type === 'number' ? number_in(event.target) : event.target.value, {secret}),
  };
  const input = input_of(type, shared, value, options);
  return html`<div class="field ${wide ? 'wide' : ''}">
    <label for=${id}>${label}${optional && html` <span class="muted">${t('form.optional')}</span>`}</label>
    ${unit ? html`<div class="with-unit">${input}<span>${unit}</span></div>` : input}
    <${Hint} id=${id} hint=${hint} problem=${problem} entry=${entry} />
  </div>`;
}

/** What stands below a field: what is wrong there, or with an entry of it, else what helps. */
export const Hint = ({id, hint, problem, entry}) => html`<small id="${id}-hint" class=${problem ? 'field-error' : 'hint'}>
  ${problem ? [entry, problem_text(problem)].filter(Boolean).join(t('cause.between')) : hint}</small>`;

const number_in = (input) => (input.value === '' ? '' : Number(input.value));

function input_of(type, shared, value, options) {
  if (type === 'textarea') return html`<textarea ...${shared} value=${value} spellcheck=${false}></textarea>`;
  if (type !== 'select') return html`<input type=${type} ...${shared} value=${value} />`;
  return html`<select ...${shared} value=${value}>
    ${options.map(([key, text]) => html`<option key=${key} value=${key} selected=${key === value}>${text}</option>`)}
  </select>`;
}

/** A tick box or switch with its label behind it. */
export function Tick({form, name, slot = name, label, hint, toggle = false}) {
  const {id, value, problem} = useFieldState(form, name, slot);
  return html`<div class="field tick">
    <label for=${id}><input type="checkbox" role=${toggle ? 'switch' : undefined} id=${id} name=${name}
      checked=${value === true} aria-describedby="${id}-hint"
      onChange=${(event) => form.set(slot, event.target.checked)} />${label}</label>
    <${Hint} id=${id} hint=${hint} problem=${problem} />
  </div>`;
}

/** The text of `bytes`, or null if they are none. What stands around PEM may be in any encoding. */
function text_in(bytes) {
  const text = new TextDecoder().decode(bytes);
  return text.includes('-----BEGIN ') || !/[\0\ufffd]/.test(text) ? text : null;
}

/**
 * A file's text goes into the field `name`, where it can be seen and edited. One that is no text goes to
 * `onBinary(bytes, file)`; without that it is refused.
 */
export function FileInto({form, name, slot = name, label, secret = false, onBinary}) {
  const refuse = () => form.setProblem(new Problem({status: 422, code: 'not_text', field: name}));
  const take = async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = text_in(bytes);
    form.setProblem(null);
    if (text !== null) form.set(slot, text, {secret});
    else (onBinary ?? refuse)(bytes, file);
  };
  return html`<label class="file-into">${label}<input type="file" class="only-read" onChange=${take} /></label>`;
}
