import {t} from '../lib/i18n.js';
import {value_at, with_value} from '../lib/paths.js';
import {html, useEffect, useRef, useState} from '../lib/ui.js';
import {ProblemNote, problem_text} from './problem.js';

/**
 * State of a form: values by dotted name, the server's problem, whether it is being sent.
 * `send(values)` may throw a Problem, which is then shown at its field, or above the buttons.
 */
export function useForm(initial, send) {
  const [values, setValues] = useState(initial);
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
    } catch (thrown) {
      if (thrown.status === undefined) throw thrown;
      setProblem(thrown);
    } finally {
      setBusy(false);
    }
  }
  const set = (name, value) => setValues((before) => with_value(before, name, value));
  return {values, set, setValues, problem, busy, submit, element};
}

const has_field = (form, problem) =>
  problem.field && form.element.current?.querySelector(`[name="${CSS.escape(problem.field)}"]`) !== null;

export function Form({form, children, submit_text, onCancel, danger = false}) {
  const elsewhere = form.problem && !has_field(form, form.problem);
  return html`<form ref=${form.element} onSubmit=${form.submit}>
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
    id: `field-${name.replaceAll('.', '-')}`,
    value: value_at(form.values, name) ?? '',
    problem: mine ? form.problem : null,
    invalid: mine ? 'true' : undefined,
  };
}

/** A labelled input. `type` also knows 'select' (options: [[value, text], …]) and 'textarea'. */
export function Field({form, name, label, hint, type = 'text', options, required, optional, ...more}) {
  const {id, value, problem, invalid} = useFieldState(form, name);
  const shared = {
    id, name, required, 'aria-invalid': invalid, 'aria-describedby': `${id}-hint`, ...more,
    onInput: (event) => form.set(name, type === 'number' ? number_in(event.target) : event.target.value),
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

/** A file's text goes into the field `name`, where it can be seen and edited. */
export function FileInto({form, name, label}) {
  const take = async (event) => {
    const [file] = event.target.files;
    if (file) form.set(name, await file.text());
  };
  return html`<label class="file-into">${label}<input type="file" onChange=${take} /></label>`;
}
