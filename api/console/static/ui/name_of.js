import {useCatalogue} from '../lib/catalogue.js';
import {t} from '../lib/i18n.js';
import {page_of_kept} from '../lib/places.js';
import {useResource} from '../lib/resource.js';
import {href} from '../lib/router.js';
import {kept_thing} from '../lib/schema.js';
import {html} from '../lib/ui.js';

/** The name of a kept thing, as a link to its page; of one that is gone, or that one may not see, that it is so. */
export function NameOf({word, id}) {
  const catalogue = useCatalogue().data;
  const thing = catalogue && kept_thing(catalogue.document, word);
  const {data, problem} = useResource(thing && `${thing.path}/${id}`);
  if (problem?.status === 404) return html`<span class="muted">${t('pick.gone')}</span>`;
  if (!data) return '…';
  return html`<a href=${href(page_of_kept(thing.path, id))}>${data.settings.name}</a>`;
}
