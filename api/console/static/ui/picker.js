import {useCatalogue} from '../lib/catalogue.js';
import {get} from '../lib/http.js';
import {t} from '../lib/i18n.js';
import {number} from '../lib/format.js';
import {kept_thing} from '../lib/schema.js';
import {is_admin} from '../lib/session.js';
import {html, useEffect, useLayoutEffect, useRef, useState} from '../lib/ui.js';
import {put_beside} from './beside.js';
import {Hint, useFieldState} from './form.js';
import {make_here} from './make_here.js';

const pause_ms = 150;   // between keys no answer is worth asking for
const shown_at_once = 20;

/** The things whose names fit `text`, while `wanted`: {items, total}. What came for the text before stays until then. */
function useFound(path, text, wanted) {
  const [found, setFound] = useState(null);
  useEffect(() => {
    if (!path || !wanted) return undefined;
    const turn = new AbortController();
    const timer = setTimeout(() => get(path, {query: {q: text, limit: shown_at_once}, signal: turn.signal})
      .then(({data}) => setFound(data), (problem) => { if (problem.status === undefined && problem.name !== 'AbortError') throw problem; }), found ? pause_ms : 0);
    return () => { clearTimeout(timer); turn.abort(); };
  }, [path, text, wanted]);
  return found;
}

/** [name of the chosen thing, a way to tell it beforehand]; null while it is not known. */
function useName(path, id) {
  const [known, setKnown] = useState({});
  const tell = (one, name) => setKnown((before) => ({...before, [one]: name}));
  useEffect(() => {
    if (!path || !id || known[id] !== undefined) return;
    get(`${path}/${id}`, {unattended: true}).then(({data}) => tell(id, data.settings.name),
      (problem) => { if (problem.status === undefined) throw problem; if (problem.status === 404) tell(id, t('pick.gone')); });
  }, [path, id]);
  return [id ? known[id] ?? null : '', tell];
}

function Options({id, label, rows, total, active, chosen, empty, at, onPick}) {
  const list = useRef(null);
  useLayoutEffect(() => {
    const place = () => { put_beside(list.current, at.current); list.current.style.width = `${at.current.offsetWidth}px`; };
    list.current.showPopover();
    place();
    addEventListener('scroll', place, {capture: true, passive: true});
    addEventListener('resize', place);
    return () => { removeEventListener('scroll', place, {capture: true}); removeEventListener('resize', place); };
  }, []);
  useEffect(() => { list.current.querySelector('.active')?.scrollIntoView({block: 'nearest'}); }, [active]);
  const keep_focus = (event) => event.preventDefault();
  return html`<div class="options" popover="manual" ref=${list} onMouseDown=${keep_focus}>
    <ul role="listbox" id=${id} aria-label=${label}>${rows.map((row, at_row) => html`<li key=${row.id} id="${id}-${at_row}" role="option"
      class=${at_row === active ? 'active' : ''} aria-selected=${row.id === chosen} onClick=${() => onPick(row)}>${row.settings.name}</li>`)}</ul>
    ${rows.length === 0 && html`<p>${empty}</p>`}
    ${total > rows.length && html`<p>${t('pick.more', {n: number(rows.length), total: number(total)})}</p>`}
  </div>`;
}

/** The row that `text` means: the one of that name, or the only one whose name has it. */
function named(rows, text) {
  if (!text) return undefined;
  const fitting = rows.filter(({settings}) => settings.name.toLowerCase().includes(text.toLowerCase()));
  return fitting.find(({settings}) => settings.name === text) ?? (fitting.length === 1 ? fitting[0] : undefined);
}

const step_of = (key, at, last) => ({ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last})[key];

/**
 * A field that refers to a kept thing of the kind `word`: its name is typed or chosen from those that fit, and its id
 * is the value. Who may, makes a new one on the spot.
 */
export function Picker({form, name, slot = name, word, label, hint, required, optional}) {
  const catalogue = useCatalogue().data;
  const thing = catalogue && kept_thing(catalogue.document, word);
  const words = catalogue?.words.things[word];
  const {id, value, problem, invalid} = useFieldState(form, name, slot);
  const [typed, setTyped] = useState(null);   // null: the name of what is chosen stands there
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const box = useRef(null);
  const [chosen_name, tell] = useName(thing?.path, value);
  const found = useFound(thing?.path, typed ?? '', open);
  const rows = found?.items ?? [];

  const close = () => { setOpen(false); setActive(-1); };
  const pick = (row) => { tell(row.id, row.settings.name); form.set(slot, row.id); setTyped(null); close(); };
  const type = ({target}) => {
    setTyped(target.value);
    setActive(-1);
    setOpen(true);
    if (target.value === '') form.set(slot, '');
  };
  const leave = () => { setTyped(null); close(); };
  const on_key = (event) => {
    const next = step_of(event.key, active, rows.length - 1);
    const meant = rows[active] ?? named(rows, typed);
    if (next !== undefined) { setActive(open ? next : -1); setOpen(true); }
    else if (event.key === 'Enter' && open && meant) pick(meant);
    else if (event.key === 'Enter' && typed) setOpen(true);   // what is typed only looks for something
    else if (event.key === 'Escape' && open) leave();
    else return;
    event.preventDefault();
  };
  const make = () => make_here(word, (one, name_of_it) => { tell(one, name_of_it); form.set(slot, one); setTyped(null); });
  return html`<div class="field picker">
    <label for=${id}>${label}${optional && html` <span class="muted">${t('form.optional')}</span>`}</label>
    <div class="pick">
      <input type="text" role="combobox" ref=${box} id=${id} name=${name} required=${required} autocomplete="off" spellcheck=${false}
        aria-expanded=${open ? 'true' : 'false'} aria-controls=${open ? `${id}-list` : undefined} aria-autocomplete="list"
        aria-activedescendant=${open && rows[active] ? `${id}-list-${active}` : undefined} aria-invalid=${invalid} aria-describedby="${id}-hint"
        placeholder=${t('pick.search')} value=${typed ?? chosen_name ?? '…'}
        onInput=${type} onKeyDown=${on_key} onFocus=${({target}) => target.select()} onClick=${() => setOpen(true)} onBlur=${leave} />
      ${thing && is_admin() && html`<button type="button" class="small outline secondary" onClick=${make}>${words.new}</button>`}
    </div>
    ${open && found && html`<${Options} id="${id}-list" label=${label} rows=${rows} total=${found.total} active=${active} chosen=${value} at=${box} onPick=${pick}
      empty=${typed ? t('pick.nothing') : words.none} />`}
    <${Hint} id=${id} hint=${hint} problem=${problem} />
  </div>`;
}
