import {html, useEffect, useRef} from '../lib/ui.js';

/** A button that opens a list of commands. `entries`: [[text, run, disabled], …]. Esc and a click outside close it. */
export function Menu({label, entries}) {
  const element = useRef(null);
  const close = () => { element.current.open = false; };
  useEffect(() => {
    const outside = (event) => { if (!element.current.contains(event.target)) close(); };
    addEventListener('click', outside);
    return () => removeEventListener('click', outside);
  }, []);
  const on_key = (event) => {
    if (event.key !== 'Escape') return;
    close();
    element.current.querySelector('summary').focus();
  };
  return html`<details class="menu-list" ref=${element} onKeyDown=${on_key}>
    <summary role="button" class="outline secondary">${label}</summary>
    <ul>${entries.map(([text, run, disabled]) => html`<li key=${text}><button type="button" class="quiet" disabled=${disabled}
      onClick=${() => { close(); run(); }}>${text}</button></li>`)}</ul>
  </details>`;
}
