import {instant, iso_instant} from '../lib/format.js';
import {html, useEffect, useState} from '../lib/ui.js';

const minute_ms = 60_000;
const moving = ['relative', 'brief'];

/** An instant in the reader's time, as `instant` says it; whole, with its offset, as tooltip. Nothing for null. */
export function When({at, form = 'full', said = false}) {
  const [now, setNow] = useState(new Date());
  useEffect(() => {
    if (!moving.includes(form)) return undefined;
    const timer = setInterval(() => setNow(new Date()), minute_ms);
    return () => clearInterval(timer);
  }, [form]);
  if (!at) return null;
  const date = new Date(at);
  return html`<time datetime=${date.toISOString()} title=${iso_instant(date)}>${instant(date, {form, said, now})}</time>`;
}
