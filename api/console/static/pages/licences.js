import {own_text} from '../lib/http.js';
import {t} from '../lib/i18n.js';
import {html, useEffect, useState} from '../lib/ui.js';
import {Loaded, Page} from '../ui/page.js';

const address = new URL('../licences.txt', import.meta.url);

/** Under which licences everything is that the product is made with. The texts are what they are in every language. */
export function Licences() {
  const [state, setState] = useState({loading: true});
  const reload = () => own_text(address).then((data) => setState({data}), (problem) => setState({problem}));
  useEffect(() => { reload(); }, []);
  return html`<${Page} title=${t('licences.title')} crumbs=${[['/state', t('nav.state')]]}>
    <p>${t('licences.text')}</p>
    <${Loaded} resource=${{...state, reload}}>${(text) => html`<pre lang="en" tabindex="0">${text}</pre>`}<//>
  <//>`;
}
