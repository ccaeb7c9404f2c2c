import {t} from '../lib/i18n.js';
import {href} from '../lib/router.js';
import {html} from '../lib/ui.js';
import {Page} from '../ui/page.js';

export const NotFound = () => html`<${Page} title=${t('not_found.title')}>
  <p>${t('not_found.text')} <a href=${href('/')}>${t('nav.dashboard')}</a></p><//>`;
