import {value_at} from '../lib/paths.js';
import {place} from '../lib/router.js';
import {session} from '../lib/session.js';
import {useRef, useState} from '../lib/ui.js';

const nothing_typed = {changes: {}, secrets: []};

/** A stored draft without what the server has by now. */
function still_news(stored, initial) {
  const {changes, secrets} = JSON.parse(stored) ?? nothing_typed;
  const news = Object.entries(changes).filter(([name, value]) => value !== value_at(initial, name));
  return news.length + secrets.length > 0 ? {changes: Object.fromEntries(news), secrets} : nothing_typed;
}

/**
 * What was typed into a form and not sent yet: {changes: values by name, secrets: names}. It stays in this tab until it
 * is sent or discarded, for whoever typed it, and outlives reloads, logins and other pages. Of secrets it keeps that
 * they were typed, never what. Without a name nothing is kept.
 */
export function useDraft(name, initial) {
  const [{key, found}] = useState(() => {
    const own_key = name && `kigen.draft ${session.get()?.mail ?? ''} ${place.get().path} ${name}`;
    return {key: own_key, found: own_key ? still_news(sessionStorage.getItem(own_key), initial) : nothing_typed};
  });
  const draft = useRef(found);
  const keep = (next) => {
    draft.current = next;
    if (!key) return;
    if (Object.keys(next.changes).length + next.secrets.length > 0) sessionStorage.setItem(key, JSON.stringify(next));
    else sessionStorage.removeItem(key);
  };
  const note = (field, value, {as_before, secret}) => {
    const {changes: {[field]: _, ...changes}, secrets} = draft.current;
    if (secret) keep({changes, secrets: [...secrets.filter((one) => one !== field), ...(as_before ? [] : [field])]});
    else keep({changes: as_before ? changes : {...changes, [field]: value}, secrets});
  };
  return {found: found === nothing_typed ? null : found, note, keep, drop: () => keep(nothing_typed)};
}
