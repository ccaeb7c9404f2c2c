import {command, get, set_csrf_token, set_on_unauthorized} from './http.js';
import {observable} from './observable.js';

/** undefined: not asked yet; null: nobody; else the Session of the API. */
export const session = observable(undefined);
/** True when a session ended under a page that is still open. */
export const expired = observable(false);

function begin(answer) {
  set_csrf_token(answer.csrfToken);
  expired.set(false);
  session.set(answer);
}

set_on_unauthorized(() => {
  if (session.get()) expired.set(true);
  else session.set(null);
});

/** Asks the server who we are; `unattended`: nobody here asked. */
export async function resume({unattended = false} = {}) {
  try {
    begin((await get('/session', {may_be_anonymous: true, unattended})).data);
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    session.set(null);
  }
}

const anonymous = {may_be_anonymous: true};

export async function log_in(mail, password) {
  begin(await command('POST', '/session', {...anonymous, body: {mail, password}}));
}

export async function claim(body) {
  begin(await command('POST', '/bootstrap', {...anonymous, body}));
}

export async function log_out() {
  await command('DELETE', '/session', anonymous).catch((problem) => { if (problem.status !== 401) throw problem; });
  set_csrf_token(null);
  session.set(null);
}

export const is_admin = () => session.get()?.role === 'admin';
