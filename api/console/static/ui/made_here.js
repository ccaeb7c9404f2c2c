import {useCatalogue} from '../lib/catalogue.js';
import {t} from '../lib/i18n.js';
import {useObservable} from '../lib/observable.js';
import {kept_thing} from '../lib/schema.js';
import {html} from '../lib/ui.js';
import {DescribedForm} from './described_form.js';
import {Dialog} from './dialog.js';
import {being_made, end_making} from './make_here.js';

function Maker({word, made, onClose}) {
  const {document, words} = useCatalogue().data;
  const saved = ({id}, {name}) => { onClose(); made(id, name); };
  return html`<${Dialog} title=${words.things[word].new} onClose=${onClose} wide>
    <${DescribedForm} settings=${word} path=${kept_thing(document, word).path} draft="new ${word}" submit_text=${t('action.save')}
      onSaved=${saved} onCancel=${onClose} />
  <//>`;
}

/** Where the dialogs of make_here() appear; once in the page, as a form within a form is none. */
export const MadeHere = () => useObservable(being_made).map(({key, word, made}) =>
  html`<${Maker} key=${key} word=${word} made=${made} onClose=${() => end_making(key)} />`);
