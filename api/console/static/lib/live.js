import {connected, get} from './http.js';
import {observable} from './observable.js';
import {useEffect, useRef} from './ui.js';

/** 'off', 'opening', 'on' or 'lost'. */
export const live_state = observable('off');

const followers = new Set();
let source = null;

/** One stream of records for the whole console; the browser reconnects and says where it stopped. */
export function open_live() {
  if (source) return;
  live_state.set('opening');
  source = new EventSource('/api/v1/events/stream');
  source.onopen = () => { live_state.set('on'); connected.set(true); };
  source.onerror = lost;
  source.onmessage = ({data}) => {
    const record = JSON.parse(data);
    for (const follower of [...followers]) follower(record);
  };
}

export function close_live() {
  clearTimeout(reopening);
  source?.close();
  source = null;
  live_state.set('off');
}

const reopen_after_ms = 3000;
let reopening = 0;

function lost() {
  const refused = source.readyState === EventSource.CLOSED;   // else the browser tries again by itself
  if (refused) close_live();
  live_state.set('lost');
  if (!refused) return;
  reopening = setTimeout(open_live, reopen_after_ms);
  get('/session', {unattended: true}).catch(() => {});   // perhaps the session has ended: then the answer asks for the login
}

/** Calls `handle` with each record while the component is shown. */
export function useRecords(handle) {
  const latest = useRef(handle);
  latest.current = handle;
  useEffect(() => {
    const follower = (record) => latest.current(record);
    followers.add(follower);
    return () => followers.delete(follower);
  }, []);
}
