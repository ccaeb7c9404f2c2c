import {App} from './app.js';
import {listen_for_keys} from './lib/keys.js';
import {html, render} from './lib/ui.js';

listen_for_keys();
render(html`<${App} />`, document.getElementById('app'));
