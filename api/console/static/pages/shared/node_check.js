import {command, settled} from '../../lib/http.js';
import {t} from '../../lib/i18n.js';
import {attempt, say} from '../../ui/toast.js';

/** Asks for a look at what a node serves; the answer comes live. */
export const check = (node, name) => attempt(async () => {
  const receipt = await command('POST', `/nodes/${node}/check`);
  say(t('node.check_begun', {node: name}), 'info');
  await settled(receipt.position);
});
