import {App} from './app.js';
import {watch_attendance} from './lib/attendance.js';
import {listen_for_keys} from './lib/keys.js';
import {html, render} from './lib/ui.js';

listen_for_keys();
watch_attendance();
render(html`<${App} />`, document.getElementById('app'));
