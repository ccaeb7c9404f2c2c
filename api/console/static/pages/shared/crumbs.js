import {t} from '../../lib/i18n.js';

export const services_crumb = () => ['/services', t('nav.services')];
export const service_crumb = (id, name) => [`/services/${id}`, name];
