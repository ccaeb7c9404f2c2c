import {causes_of, problem_sentence, t, word} from '../lib/i18n.js';
import {html} from '../lib/ui.js';
import {Icon} from './icon.js';

/** The server's sentence in the reader's language, what exactly, and the message number. */
export function problem_text(problem) {
  const detail = problem.detail ? ` (${problem.detail})` : '';
  const number = problem.message_number ? ` <E${String(problem.message_number).padStart(4, '0')}>` : '';
  return `${problem_sentence(problem)}${detail}${number}`;
}

/** What went wrong in one sentence of the reader's language; nothing where the server's text has no sentence of ours. */
function sentence_of({step, code, title}) {
  const sentence = code ? problem_sentence({code, title}) : '';
  const own = sentence && sentence[0].toUpperCase() + sentence.slice(1);
  return [step && word('step', step), own].filter(Boolean).join(t('cause.between'));
}

/** An error text of the server: its causes in words and, once, what the host or the CA said, as it said it. `shown`:
 * what stands elsewhere on the page already. */
export function Cause({text, shown = ''}) {
  return causes_of(text).map((cause, index) => html`<span key=${index}>
    ${index > 0 && html`${t('cause.rollback')} `}<span>${sentence_of(cause)}</span>
    ${cause.output && !shown.includes(cause.output) && html`<samp class="output">${cause.output}</samp>`}</span>`);
}

/** `message` without what the host said, where that stands elsewhere on the page. */
export const without_output = (message, shown) =>
  causes_of(shown).reduce((text, {output}) => (output ? text.replaceAll(output, '…') : text), message);

export function ProblemNote({problem, children}) {
  if (!problem) return null;
  return html`<div class="note error" role="alert"><${Icon} name="error" />
    <div><span>${problem_text(problem)}</span>${children}</div></div>`;
}

// Of the other tones the drawing is called like the tone.
const icons = {plain: 'info', active: 'running'};

/** Advice or a fact worth seeing. `tone`: plain, active, warning, error or ok. */
export function Note({tone = 'plain', children}) {
  return html`<div class="note ${tone}"><${Icon} name=${icons[tone] ?? tone} /><div>${children}</div></div>`;
}
