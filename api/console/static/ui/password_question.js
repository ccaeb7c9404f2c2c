import {command, set_on_password_needed} from '../lib/http.js';
import {t} from '../lib/i18n.js';
import {observable, useObservable} from '../lib/observable.js';
import {session} from '../lib/session.js';
import {html} from '../lib/ui.js';
import {Dialog} from './dialog.js';
import {Field, Form, useForm} from './form.js';

/** {answer, given}: the promise that all who wait for the password share, and what ends it. */
const question = observable(null);

set_on_password_needed(() => {
  if (!question.get()) {
    let given;
    const answer = new Promise((resolve) => { given = resolve; });
    question.set({answer, given});
  }
  return question.get().answer;
});

function end(was_given) {
  question.get().given(was_given);
  question.set(null);
}

function Asked() {
  const form = useForm({password: ''}, async (body) => { await command('POST', '/session/proof', {body, has_no_events: true}); end(true); });
  return html`<${Dialog} title=${t('proof.title')} onClose=${() => end(false)}>
    <${Form} form=${form} submit_text=${t('proof.do')} onCancel=${() => end(false)}>
      <p>${t('proof.text', {mail: session.get().mail})}</p>
      <${Field} form=${form} name="password" type="password" label=${t('user.password')} required autofocus
        autocomplete="current-password" />
    <//>
  <//>`;
}

/** Where the password is asked for again before something grave, which then goes on; once in the page. */
export function PasswordQuestion() {
  return useObservable(question) && html`<${Asked} />`;
}
