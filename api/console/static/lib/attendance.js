import {get} from './http.js';
import {expired, session} from './session.js';

const told_every_ms = 5 * 60_000;
let told = Date.now();

function tell() {
  if (!session.get() || expired.get() || Date.now() - told < told_every_ms) return;
  told = Date.now();
  get('/session').catch(() => {});
}

/** Tells the server now and then that somebody sits here: who fills in a long form asks for nothing else. */
export function watch_attendance() {
  for (const sign of ['keydown', 'pointerdown']) addEventListener(sign, tell, {passive: true});
}
