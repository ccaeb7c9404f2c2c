import {t} from '../lib/i18n.js';
import {help_open} from '../lib/keys.js';
import {useObservable} from '../lib/observable.js';
import {usePlaces} from '../lib/places.js';
import {html} from '../lib/ui.js';
import {Dialog} from './dialog.js';
import {PlaceTitle} from './place_title.js';

const Key = ({keys, text}) => html`<div><dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${text}</dd></div>`;

export function KeysHelp() {
  const places = usePlaces().filter(({key}) => key);
  if (!useObservable(help_open)) return null;
  return html`<${Dialog} title=${t('keys.title')} onClose=${() => help_open.set(false)}>
    <dl class="keys">
      <${Key} keys=${['/']} text=${t('keys.search')} />
      <${Key} keys=${['n']} text=${t('keys.new')} />
      <${Key} keys=${['Esc']} text=${t('keys.close')} />
      <${Key} keys=${['?']} text=${t('keys.title')} />
      ${places.map((place) => html`<${Key} key=${place.key} keys=${['g', place.key]} text=${html`<${PlaceTitle} place=${place} />`} />`)}
    </dl>
  <//>`;
}
