import {values_of} from '../lib/described.js';
import {Problem, get} from '../lib/http.js';
import {differences, is_harmless, merged} from '../lib/merge.js';
import {html, useEffect, useRef, useState} from '../lib/ui.js';
import {useForm} from './form.js';
import {MergeDialog} from './merge.js';

/** What is stored now, for who was late; the problem says so where it is gone. */
async function read_again(path, settings_of) {
  try {
    const {data, etag} = await get(path);
    return {settings: settings_of(data), etag};
  } catch (problem) {
    throw problem.status === 404 ? new Problem({status: 404, code: 'deleted_meanwhile'}) : problem;
  }
}

/**
 * The state of a form of described settings, in which who was late loses nothing and overwrites nothing unseen: {form,
 * settings: what is edited, onCompare, merge: what is to be drawn beside the form}. `stored` ({settings, etag}) is what is
 * at `path`, if anything is, as `settings_of` takes it from an answer; `send(values, etag)` saves. A form that `stays` goes
 * on with what it saved.
 */
export function useMerging({description, path, stored, settings_of = ({settings}) => settings, initial = values_of(description, stored?.settings),
  send, draft, stays = false}) {
  const base = useRef(stored);   // what the form's values are changes of
  const [late, setLate] = useState(null);   // what somebody else stored meanwhile, while it is compared or put off

  async function save(values) {
    try {
      await send(values, base.current?.etag);
      if (stays) begin(await read_again(path, settings_of));
    } catch (problem) {
      if (problem.status !== 412 || !base.current) throw problem;
      await compare(values, problem);
    }
  }
  async function compare(values, problem) {
    const theirs = await read_again(path, settings_of);
    if (theirs.etag === base.current.etag) throw problem;
    const lines = differences(description, base.current.settings, theirs.settings, values);
    if (!is_harmless(lines)) {
      setLate({theirs, lines, values, open: true});
      throw problem;
    }
    base.current = theirs;
    await save(values);
  }
  const form = useForm(initial, save, draft);
  const secrets = description.fields.filter(({type}) => type === 'secret').map(({slot}) => slot);
  const begin = (next, changes = {}) => {
    base.current = next;
    setLate(null);
    return form.rebase(values_of(description, next.settings), changes, secrets);
  };
  const take = (choices) => {
    const {theirs, values} = late;
    form.run(begin(theirs, merged(description, theirs.settings, values, choices)));
  };
  // What changes elsewhere is taken over where nothing was typed; otherwise it is met when that is sent.
  useEffect(() => {
    const before = base.current;
    if (stored && stored.etag !== before.etag && differences(description, before.settings, before.settings, form.values).length === 0) begin(stored);
  }, [stored?.etag]);
  const turn = (open) => () => setLate({...late, open});
  return {
    form, settings: base.current?.settings, onCompare: late && turn(true),
    merge: late?.open && html`<${MergeDialog} lines=${late.lines} onChosen=${take} onClose=${turn(false)} />`,
  };
}
