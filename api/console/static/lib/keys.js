import {observable} from './observable.js';
import {places_of} from './places.js';
import {go} from './router.js';

/** Shown with `?`. */
export const help_open = observable(false);

const chord_ms = 1200;
let awaiting_place = 0;

const is_typing = (target) => target.closest('input, textarea, select, [contenteditable]') !== null;

function focus_first(selector) {
  const found = document.querySelector(selector);
  found?.focus();
  return found;
}

function on_key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (is_typing(event.target) || document.querySelector('dialog[open]')) return;
  const place = Date.now() < awaiting_place && places_of().find(({key}) => key === event.key);
  awaiting_place = 0;
  if (place) go(place.path);
  else if (event.key === 'g') awaiting_place = Date.now() + chord_ms;
  else if (event.key === '/') focus_first('input[type=search]');
  else if (event.key === 'n') focus_first('[data-key=n]')?.click();
  else if (event.key === '?') help_open.set(true);
  else return;
  event.preventDefault();
}

export function listen_for_keys() { addEventListener('keydown', on_key); }
