import {connected, get} from './http.js';
import {live_state, useRecords} from './live.js';
import {useObservable} from './observable.js';
import {expired} from './session.js';
import {query_string} from './router.js';
import {useEffect, useRef, useState} from './ui.js';

// Records come in bursts. Each arrives once the views show it.
const burst_ms = 150;

/**
 * What GET `path` answers, kept up to date: {data, etag, problem, loading, reload}. Reloads after records of the
 * streams named by `follow` (their beginnings, e.g. 'service-'), and when connection or session come back.
 * A null path loads nothing. While a changed query loads, the old data stay. `read` asks instead of one GET.
 */
export function useResource(path, {query = {}, follow = [], read = get} = {}) {
  const address = path && `${path}${query_string(query)}`;
  const [state, setState] = useState({loading: true});
  const reload = useReload(address, (options) => read(path, {query, ...options}), setState);
  useFollowing(follow, reload);
  const online = useObservable(connected);
  const live = useObservable(live_state);
  const away = useObservable(expired);
  useEffect(() => { if (online && !away) reload(); }, [address, online, away, live === 'on']);
  return {...state, reload};
}

function useReload(address, read, setState) {
  const running = useRef(null);
  const seen = useRef(null);   // loaded because somebody came here; again, because something changed
  useEffect(() => () => running.current?.abort(), []);
  return async () => {
    if (!address) return;
    if (running.current?.address === address) {   // aborted again and again, a slow answer would never come
      running.current.again = true;
      return;
    }
    running.current?.abort();
    const turn = Object.assign(new AbortController(), {address, again: false});
    running.current = turn;
    try {
      do {
        turn.again = false;
        const {data, etag} = await read({signal: turn.signal, unattended: seen.current === address});
        seen.current = address;
        setState({data, etag, loading: false});
      } while (turn.again);
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      if (problem.status === undefined) throw problem;
      if (problem.code === 'no_answer') return;   // the banner says so, and the reload follows by itself
      setState((before) => ({...before, problem, loading: false}));
    } finally {
      if (running.current === turn) running.current = null;
    }
  };
}

function useFollowing(follow, reload) {
  const latest = useRef(reload);
  latest.current = reload;
  const timer = useRef(0);
  useRecords((record) => {
    if (!follow.some((beginning) => record.stream.startsWith(beginning))) return;
    // The first of a burst decides: a steady flow of records must not put the reload off for ever.
    timer.current ||= setTimeout(() => { timer.current = 0; latest.current(); }, burst_ms);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}

/** What GET `path` answers once, for forms: what is being edited must not change under the hands. */
export function useOnce(path) {
  const [state, setState] = useState({loading: true});
  useEffect(() => {
    get(path).then(({data, etag}) => setState({data, etag}), (problem) => setState({problem}));
  }, [path]);
  return state;
}
