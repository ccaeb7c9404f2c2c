import {problem_sentence} from '../lib/i18n.js';
import {html} from '../lib/ui.js';
import {Icon} from './icon.js';

/** The server's sentence in the reader's language, what exactly, and the message number. */
export function problem_text(problem) {
  const detail = problem.detail ? ` (${problem.detail})` : '';
  const number = problem.message_number ? ` <E${String(problem.message_number).padStart(4, '0')}>` : '';
  return `${problem_sentence(problem)}${detail}${number}`;
}

export function ProblemNote({problem, children}) {
  if (!problem) return null;
  return html`<div class="note error" role="alert"><${Icon} name="error" />
    <div><span>${problem_text(problem)}</span>${children}</div></div>`;
}

/** Advice or a fact worth seeing. `tone`: info, warning, error or ok. */
export function Note({tone = 'info', children}) {
  return html`<div class="note ${tone}"><${Icon} name=${tone} /><div>${children}</div></div>`;
}
