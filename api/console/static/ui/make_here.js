import {observable} from '../lib/observable.js';

/** What is being made: [{key, word, made}, …], each over the one before, as what is made may need another thing first. */
export const being_made = observable([]);
let next = 1;

/** Asks for the settings of a new thing of the kind `word`, where one is needed; `made(id, name)` is told of it. */
export function make_here(word, made) { being_made.set([...being_made.get(), {key: next++, word, made}]); }

export const end_making = (key) => being_made.set(being_made.get().filter((one) => one.key !== key));
