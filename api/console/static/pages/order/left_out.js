import {t, word} from '../../lib/i18n.js';
import {useResource} from '../../lib/resource.js';
import {href} from '../../lib/router.js';
import {is_admin} from '../../lib/session.js';
import {html} from '../../lib/ui.js';
import {Note} from '../../ui/problem.js';

/** The nodes on which the order's certificate was not installed by itself. One that has not got it since can be seen to. */
export function LeftOut({order: {summary, leftOut}}) {
  const service = useResource(leftOut.length > 0 && `/services/${summary.service}`, {follow: ['node-']}).data;
  if (leftOut.length === 0) return null;
  const lacks = ({node}) => service?.nodes.some(({id, leftOutSerial}) => id === node && leftOutSerial === summary.serial);
  return html`<${Note} tone=${leftOut.some(lacks) ? 'warning' : 'plain'}>${t('order.left_out')}
    <ul>${leftOut.map((one) => html`<li key=${one.node}><a href=${href(`/nodes/${one.node}`)}>${one.nodeName}</a>${': '}
      ${word('leftOutReason', one.reason)}${is_admin() && lacks(one) && html` <a href=${href(`/nodes/${one.node}`)}>${t('order.install_there')}</a>`}</li>`)}</ul><//>`;
}
