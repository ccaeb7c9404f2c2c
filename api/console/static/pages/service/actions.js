import {command, etag_of, settled} from '../../lib/http.js';
import {t} from '../../lib/i18n.js';
import {go} from '../../lib/router.js';
import {html, useState} from '../../lib/ui.js';
import {confirm} from '../../ui/dialog.js';
import {attempt, say} from '../../ui/toast.js';
import {Menu} from '../../ui/menu.js';
import {ImportCsrDialog} from './import_dialog.js';
import {OrderDialog} from './order_dialog.js';

const post = async (service, action) =>
  settled((await command('POST', `/services/${service.id}/${action}`)).position);

const make_key = (service) => attempt(async () => {
  await post(service, 'key');
  say(t('csr.begun'), 'info');
});

const ask_disable = (service) => confirm({
  title: t('service.disable_title', {name: service.settings.name}), text: t('service.disable_text'),
  action: t('action.disable'), run: () => post(service, 'disable'),
});

const ask_delete = (service) => confirm({
  title: t('service.delete_title', {name: service.settings.name}),
  text: [t('service.delete_text', {n: service.nodes.length}), t('service.delete_log')],
  action: t('action.delete'),
  run: async () => {
    const receipt = await command('DELETE', `/services/${service.id}`, {etag: etag_of(service.version)});
    await settled(receipt.position);
    go('/services');
  },
});

/** What an admin can do with a service. */
export function Actions({service}) {
  const [dialog, setDialog] = useState(null);
  const close = () => setDialog(null);
  const {enabled, openOrder} = service;
  const can_order = enabled && !openOrder && service.settings.caAccount;
  const entries = [
    [t('csr.make'), () => make_key(service), Boolean(openOrder)],
    [t('import.csr'), () => setDialog('csr'), Boolean(openOrder)],
    enabled ? [t('action.disable'), () => ask_disable(service)] : [t('action.enable'), () => attempt(() => post(service, 'enable'))],
    [t('action.delete'), () => ask_delete(service)],
  ];
  return html`<button type="button" disabled=${!can_order} onClick=${() => setDialog('order')}
      title=${service.settings.caAccount ? undefined : t('order.needs_ca')}>${t('order.do')}</button>
    <${Menu} label=${t('action.more')} entries=${entries} />
    ${dialog === 'order' && html`<${OrderDialog} service=${service} onClose=${close} />`}
    ${dialog === 'csr' && html`<${ImportCsrDialog} service=${service} onClose=${close} />`}`;
}
