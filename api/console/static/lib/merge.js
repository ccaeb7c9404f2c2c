// Two who edited one thing: what differs, and what becomes of it.
import {is_shown, is_stored, to_api, values_of} from './described.js';
import {value_at} from './paths.js';

/** Whether two values of a form mean the same to the API. */
const same = (field, one, other) => JSON.stringify(to_api(field, one)) === JSON.stringify(to_api(field, other));

function who_changed(field, first, theirs, values) {
  const at = (from) => value_at(from, field.slot);
  const is_secret = field.type === 'secret';   // of which it is known whether one is stored, not which
  return {
    mine: is_secret || !same(field, at(values.first), at(values.mine)),
    theirs: is_secret ? is_stored(field, first) !== is_stored(field, theirs) : !same(field, at(values.first), at(values.theirs)),
  };
}

/** Whose value is taken if nobody says otherwise: nobody's where both changed it. */
const proposal = (changed) => (changed.mine && changed.theirs ? null : changed.mine ? 'mine' : 'theirs');

/**
 * Where the form's values `mine` differ from what is stored now: [{field, first, theirs, mine, proposed}, …], each with
 * the values that a form would hold; those of secrets are whether one is stored, and `mine` whether one was typed.
 * What only one of the two has, as it belongs to the kind or choice that this one made, goes with that choice.
 */
export function differences(description, first, theirs, mine) {
  const values = {first: values_of(description, first), theirs: values_of(description, theirs), mine};
  const here = (field) => !field.made_by_us && is_shown(field, values.mine) && is_shown(field, values.theirs);
  const differing = description.fields.filter((field) => here(field) && !same(field, value_at(mine, field.slot), value_at(values.theirs, field.slot)));
  return differing.map((field) => {
    const about = {field, proposed: proposal(who_changed(field, first, theirs, values))};
    if (field.type === 'secret') return {...about, first: is_stored(field, first), theirs: is_stored(field, theirs), mine: value_at(mine, field.slot) !== null};
    const was = is_shown(field, values.first) ? value_at(values.first, field.slot) : null;
    return {...about, first: was, theirs: value_at(values.theirs, field.slot), mine: value_at(mine, field.slot)};
  });
}

/** Whether nothing of theirs would be lost: all that differs is mine, and of no secret, of which nobody can tell. */
export const is_harmless = (lines) => lines.every(({field, proposed}) => proposed === 'mine' && field.type !== 'secret');

/** What is to be sent after `choices` ('mine' or 'theirs' by slot), as changes of what is stored now, by slot. */
export function merged(description, theirs, mine, choices) {
  const now = values_of(description, theirs);
  const is_mine = (field) => (field.slot in choices ? choices[field.slot] === 'mine' : !is_shown(field, now) && is_shown(field, mine));
  return Object.fromEntries(description.fields.filter((field) => is_mine(field)).map(({slot}) => [slot, value_at(mine, slot)])
    .filter(([slot, value]) => value !== value_at(now, slot)));
}
