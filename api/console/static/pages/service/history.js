import {t} from '../../lib/i18n.js';
import {useResource} from '../../lib/resource.js';
import {html} from '../../lib/ui.js';
import {Loaded, Section} from '../../ui/page.js';
import {ApplyTable} from '../shared/apply_table.js';
import {OrderTable} from '../shared/order_table.js';

const shown = 10;

/** The newest orders and applies of a service. */
export function History({service}) {
  const orders = useResource(`/services/${service}/orders`, {query: {limit: shown}, follow: ['order-']});
  const applies = useResource(`/services/${service}/applies`, {query: {limit: shown}, follow: ['apply-']});
  return html`
    <${Section} title=${t('nav.orders')}><${Loaded} resource=${orders}>${({items}) =>
      html`<${OrderTable} rows=${items} />`}<//><//>
    <${Section} title=${t('nav.applies')}><${Loaded} resource=${applies}>${({items}) =>
      html`<${ApplyTable} rows=${items} />`}<//><//>`;
}
