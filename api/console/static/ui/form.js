import {Problem} from '../lib/http.js';
import {t} from '../lib/i18n.js';
import {value_at, with_value} from '../lib/paths.js';
import {place} from '../lib/router.js';
import {session} from '../lib/session.js';
import {html, useEffect, useRef, useState} from '../lib/ui.js';
import {Note, ProblemNote, problem_text} from './problem.js';

let forms = 0;   // a dialog's may have a field of the same name as the page under it

const nothing_typed = {changes: {}, secrets: []};

/** A stored draft without what the server has by now. */
function still_news(stored, initial) {
  const {changes, secrets} = JSON.parse(stored) ?? nothing_typed;
  const news = Object.entries(changes).filter(([name, value]) => value !== value_at(initial, name));
  return news.length + secrets.length > 0 ? {changes: Object.fromEntries(news), secrets} : nothing_typed;
}

/**
 * What was typed into a form and not sent yet: {changes: values by name, secrets: names}. It stays in this tab until it
 * is sent or discarded, for whoever typed it, and outlives reloads, logins and other pages. Of secrets it keeps that
 * they were typed, never what. Without a name nothing is kept.
 */
function useDraft(name, initial) {
  const [{key, found}] = useState(() => {
    const own_key = name && `kigen.draft ${session.get()?.mail ?? ''} ${place.get().path} ${name}`;
    return {key: own_key, found: own_key ? still_news(sessionStorage.getItem(own_key), initial) : nothing_typed};
  });
  const draft = useRef(found);
  const keep = (next) => {
    draft.current = next;
    if (!key) return;
    if (Object.keys(next.changes).length + next.secrets.length > 0) sessionStorage.setItem(key, JSON.stringify(next));
    else sessionStorage.removeItem(key);
  };
  const note = (field, value, {as_before, secret}) => {
    const {changes: {[field]: _, ...changes}, secrets} = draft.current;
    if (secret) keep({changes, secrets: [...secrets.filter((one) => one !== field), ...(as_before ? [] : [field])]});
    else keep({changes: as_before ? changes : {...changes, [field]: value}, secrets});
  };
  return {found, note, drop: () => keep(nothing_typed)};
}

const with_changes = (initial, changes) =>
  Object.entries(changes).reduce((values, [name, value]) => with_value(values, name, value), initial);

/**
 * State of a form: values by dotted name, the server's problem, whether it is being sent.
 * `send(values)` may throw a Problem, which is then shown at its field, or above the buttons. With the name `draft`,
 * what is typed comes back until it is sent or discarded.
 */
export function useForm(initial, send, draft) {
  const {found, note, drop} = useDraft(draft, initial);
  const [id] = useState(() => ++forms);
  const [values, setValues] = useState(() => with_changes(initial, found.changes));
  const [restored, setRestored] = useState(found === nothing_typed ? null : found);
  const [problem, setProblem] = useState(null);
  const [busy, setBusy] = useState(false);
  const element = useRef(null);
  useEffect(() => { element.current?.querySelector('[aria-invalid=true]')?.focus(); }, [problem]);

  async function submit(event) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await send(values);
      drop();
      setRestored(null);
    } catch (thrown) {
      if (thrown.status === undefined) throw thrown;
      setProblem(thrown);
    } finally {
      setBusy(false);
    }
  }
  const set = (name, value, {secret = false} = {}) => {
    note(name, value, {secret, as_before: value === value_at(initial, name) || (secret && value === '')});
    setValues((before) => with_value(before, name, value));
  };
  const discard = () => { drop(); setRestored(null); setValues(initial); };
  return {id, values, set, setValues, problem, setProblem, busy, submit, element, restored, discard};
}

/** Says that what was typed is here again, and which of it is not. */
function Restored({form}) {
  if (!form.restored) return null;
  const {changes, secrets} = form.restored;
  return html`<${Note}>${Object.keys(changes).length > 0 && html`${t('draft.back')} `}
    ${secrets.length > 0 && html`${t('draft.secrets')} `}
    <button type="button" class="small outline" onClick=${form.discard}>${t('draft.discard')}</button><//>`;
}

const has_field = (form, problem) =>
  problem.field && form.element.current?.querySelector(`[name="${CSS.escape(problem.field)}"]`) !== null;

export function Form({form, children, submit_text, onCancel, danger = false}) {
  const elsewhere = form.problem && !has_field(form, form.problem);
  return html`<form ref=${form.element} onSubmit=${form.submit}>
    <${Restored} form=${form} />
    ${children}
    ${elsewhere && html`<${ProblemNote} problem=${form.problem}>${changed_meanwhile(form.problem)}<//>`}
    <div class="buttons">
      ${onCancel && html`<button type="button" class="secondary outline" onClick=${onCancel}>${t('action.cancel')}</button>`}
      <button type="submit" class=${danger ? 'danger' : ''} aria-busy=${form.busy} disabled=${form.busy}>${submit_text}</button>
    </div>
  </form>`;
}

function changed_meanwhile(problem) {
  if (problem.status !== 412) return null;
  return html`<p>${t('form.changed_meanwhile')}</p>
    <button type="button" class="small" onClick=${() => location.reload()}>${t('action.reload')}</button>`;
}

function useFieldState(form, name) {
  const mine = form.problem?.field === name;
  return {
    id: `field-${form.id}-${name.replaceAll('.', '-')}`,
    value: value_at(form.values, name) ?? '',
    problem: mine ? form.problem : null,
    invalid: mine ? 'true' : undefined,
  };
}

/**
 * A labelled input. `type` also knows 'select' (options: [[value, text], …]) and 'textarea'. What is typed into a
 * `secret` is kept nowhere.
 */
export function Field({form, name, label, hint, type = 'text', options, required, optional, secret = type === 'password', ...more}) {
  const {id, value, problem, invalid} = useFieldState(form, name);
  const shared = {
    id, name, required, 'aria-invalid': invalid, 'aria-describedby': `${id}-hint`, ...more,
    onInput: (event) => form.set(name, type === 'number' ? number_in(event.target) : event.target.value, {secret}),
  };
  return html`<div class="field">
    <label for=${id}>${label}${optional && html` <span class="muted">${t('form.optional')}</span>`}</label>
    ${input_of(type, shared, value, options)}
    <small id="${id}-hint" class=${problem ? 'field-error' : 'hint'}>${problem ? problem_text(problem) : hint}</small>
  </div>`;
}

const number_in = (input) => (input.value === '' ? '' : Number(input.value));

function input_of(type, shared, value, options) {
  if (type === 'textarea') return html`<textarea ...${shared} value=${value} spellcheck=${false}></textarea>`;
  if (type !== 'select') return html`<input type=${type} ...${shared} value=${value} />`;
  return html`<select ...${shared} value=${value}>
    ${options.map(([key, text]) => html`<option key=${key} value=${key} selected=${key === value}>${text}</option>`)}
  </select>`;
}

/** A tick box or switch with its label behind it. */
export function Tick({form, name, label, hint, toggle = false}) {
  const {id, value, problem} = useFieldState(form, name);
  return html`<div class="field tick">
    <label for=${id}><input type="checkbox" role=${toggle ? 'switch' : undefined} id=${id} name=${name}
      checked=${value === true} aria-describedby="${id}-hint"
      onChange=${(event) => form.set(name, event.target.checked)} />${label}</label>
    <small id="${id}-hint" class=${problem ? 'field-error' : 'hint'}>${problem ? problem_text(problem) : hint}</small>
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
export function FileInto({form, name, label, secret = false, onBinary}) {
  const refuse = () => form.setProblem(new Problem({status: 422, code: 'not_text', field: name}));
  const take = async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = text_in(bytes);
    form.setProblem(null);
    if (text !== null) form.set(name, text, {secret});
    else (onBinary ?? refuse)(bytes, file);
  };
  return html`<label class="file-into">${label}<input type="file" onChange=${take} /></label>`;
}
