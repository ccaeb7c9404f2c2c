import {html, useEffect, useRef, useState} from '../lib/ui.js';
import {put_beside} from './beside.js';

let menus = 0;

/** Where the arrow keys lead among the commands that can be given. */
function step_of(key, at, last) {
  return {ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last}[key];
}

/** A button that opens a list of commands. `entries`: [[text, run, disabled], …]. Esc and a click outside close it. */
export function Menu({label, entries}) {
  const [button, list] = [useRef(null), useRef(null)];
  const [id] = useState(() => `menu-${++menus}`);
  const close = () => list.current?.hidePopover();
  useEffect(() => {
    const moved = ({target}) => { if (target !== list.current) close(); };
    addEventListener('scroll', moved, {capture: true, passive: true});
    addEventListener('resize', close);
    return () => { removeEventListener('scroll', moved, {capture: true}); removeEventListener('resize', close); };
  }, []);
  const opens = ({newState}) => { if (newState === 'open') put_beside(list.current, button.current); };
  const opened = ({newState}) => { if (newState === 'open') list.current.querySelector('button:enabled')?.focus(); };
  const on_key = (event) => {
    const commands = [...list.current.querySelectorAll('button:enabled')];
    const next = step_of(event.key, commands.indexOf(document.activeElement), commands.length - 1);
    if (next === undefined) return;
    event.preventDefault();
    commands[next]?.focus();
  };
  return html`<button type="button" class="menu-opener outline secondary" ref=${button} popovertarget=${id}
      aria-haspopup="menu">${label}</button>
    <ul class="menu-list" id=${id} popover="auto" role="menu" ref=${list}
      onBeforeToggle=${opens} onToggle=${opened} onKeyDown=${on_key}>
    ${entries.map(([text, run, disabled]) => html`<li key=${text} role="none"><button type="button" class="quiet" role="menuitem"
      disabled=${disabled} onClick=${() => { close(); run(); }}>${text}</button></li>`)}</ul>`;
}
