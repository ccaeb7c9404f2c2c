import {connected, get} from './http.js';
import {live_state, useRecords} from './live.js';
import {useObservable} from './observable.js';
import {expired} from './session.js';
import {query_string} from './router.js';
import {useEffect, useRef, useState} from './ui.js';

// A record may arrive a moment before the views have folded it, and records come in bursts.
const soon_ms = 150;
const sure_ms = 1200;

/**
 * What GET `path` answers, kept up to date: {data, etag, problem, loading, reload}. Reloads after records of the
 * streams named by `follow` (their beginnings, e.g. 'service-'), and when connection or session come back.
 * A null path loads nothing. While a changed query loads, the old data stay.
 */
export function useResource(path, {query = {}, follow = []} = {}) {
  const address = path && `${path}${query_string(query)}`;
  const [state, setState] = useState({loading: true});
  const reload = useReload(address, setState);
  useFollowing(follow, reload);
  const online = useObservable(connected);
  const live = useObservable(live_state);
  const away = useObservable(expired);
  useEffect(() => { if (online && !away) reload(); }, [address, online, away, live === 'on']);
  return {...state, reload};
}

function useReload(address, setState) {
  const running = useRef(null);
  useEffect(() => () => running.current?.abort(), []);
  return async () => {
    if (!address) return;
    running.current?.abort();
    const turn = new AbortController();
    running.current = turn;
    try {
      const {data, etag} = await get(address, {signal: turn.signal});
      setState({data, etag, loading: false});
    } catch (problem) {
      if (problem.name === 'AbortError') return;
      if (problem.status === undefined) throw problem;
      if (problem.code === 'no_answer') return;   // the banner says so, and the reload follows by itself
      setState((before) => ({...before, problem, loading: false}));
    }
  };
}

function useFollowing(follow, reload) {
  const latest = useRef(reload);
  latest.current = reload;
  const timers = useRef({soon: 0, sure: 0});
  useRecords((record) => {
    if (!follow.some((beginning) => record.stream.startsWith(beginning))) return;
    const at = timers.current;
    // The first of a burst decides: a steady flow of records must not put the reload off for ever.
    at.soon ||= setTimeout(() => { at.soon = 0; latest.current(); }, soon_ms);
    clearTimeout(at.sure);
    at.sure = setTimeout(() => latest.current(), sure_ms);
  });
  useEffect(() => () => Object.values(timers.current).forEach(clearTimeout), []);
}

/** What GET `path` answers once, for forms: what is being edited must not change under the hands. */
export function useOnce(path) {
  const [state, setState] = useState({loading: true});
  useEffect(() => {
    get(path).then(({data, etag}) => setState({data, etag}), (problem) => setState({problem}));
  }, [path]);
  return state;
}
