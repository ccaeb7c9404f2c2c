import {t} from '../lib/i18n.js';
import {observable, useObservable} from '../lib/observable.js';
import {html, useEffect, useRef, useState} from '../lib/ui.js';
import {Form, useForm} from './form.js';

const first_field = (dialog) => dialog.querySelector('[autofocus]')
  ?? dialog.querySelector('form :is(input, select, textarea):enabled');

let dialogs = 0;   // one may lie over another, and each is named by its own title

/** A modal window. Esc and the cross close it. The focus goes to what it is for, and back to where it was. */
export function Dialog({title, onClose, children, wide = false, fixed = false}) {
  const element = useRef(null);
  const [title_id] = useState(() => `dialog-title-${++dialogs}`);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog.showModal();
    (first_field(dialog) ?? dialog.querySelector('[type=submit]') ?? dialog.querySelector('h2')).focus();
    return () => {
      dialog.close();   // while it is open, nothing outside takes the focus
      (before?.isConnected && before !== document.body ? before : document.querySelector('main h1'))?.focus();
    };
  }, []);
  const cancelled = (event) => { event.preventDefault(); if (!fixed) onClose(); };
  return html`<dialog ref=${element} onCancel=${cancelled} aria-labelledby=${title_id}>
    <article class=${wide ? 'wide' : ''}>
      <header>
        <h2 id=${title_id} tabindex="-1">${title}</h2>
        ${!fixed && html`<button type="button" class="close" aria-label=${t('action.close')} onClick=${onClose}></button>`}
      </header>
      ${children}
    </article>
  </dialog>`;
}

const question = observable(null);

/** Asks before something that cannot be taken back: `run` does it, and its Problem is shown in the dialog. */
export function confirm({title, text, action, danger = true, run}) {
  question.set({title, text, action, danger, run});
}

/** Where the questions of confirm() appear; once in the page. */
export function Questions() {
  const asked = useObservable(question);
  return asked && html`<${Question} key=${asked.title} asked=${asked} />`;
}

function Question({asked}) {
  const close = () => question.set(null);
  const form = useForm({}, async () => { await asked.run(); close(); });
  return html`<${Dialog} title=${asked.title} onClose=${close}>
    <${Form} form=${form} submit_text=${asked.action} danger=${asked.danger} onCancel=${close}>
      ${[asked.text].flat().map((text) => html`<p>${text}</p>`)}
    <//>
  <//>`;
}
