import {word} from '../lib/i18n.js';
import {html} from '../lib/ui.js';
import {Icon} from './icon.js';

/** A state in colour, drawing and words. `tone`: ok, warning, error, active or plain. */
export function Badge({tone = 'plain', icon, children, title}) {
  return html`<span class="badge ${tone}" title=${title}>
    <${Icon} name=${icon ?? icon_of[tone]} spin=${icon === 'running'} /><span>${children}</span></span>`;
}

const icon_of = {ok: 'ok', warning: 'warning', error: 'error', active: 'running', plain: 'none'};

// How each word of the API looks: [tone, icon].
const looks = {
  expiry: {
    none: ['plain', 'none'], valid: ['ok', 'ok'], 'under-90': ['warning', 'clock'], 'under-60': ['warning', 'clock'],
    'under-30': ['warning', 'warning'], 'under-15': ['warning', 'warning'], warning: ['warning', 'warning'],
    error: ['error', 'error'], overdue: ['error', 'error'], 'never-renewed': ['error', 'error'], expired: ['error', 'error'],
  },
  level: {ok: ['ok', 'ok'], warning: ['warning', 'warning'], error: ['error', 'error']},
  orderStage: {
    requested: ['plain', 'clock'], prepared: ['active', 'running'], submitting: ['active', 'running'],
    submitted: ['active', 'running'], issued: ['active', 'running'], registered: ['ok', 'ok'],
    failed: ['error', 'error'], cancelled: ['plain', 'none'],
  },
  orderState: {
    none: ['plain', 'none'], scheduled: ['plain', 'clock'], 'under-way': ['active', 'running'], error: ['error', 'error'],
  },
  applyState: {
    none: ['plain', 'none'], scheduled: ['plain', 'clock'], running: ['active', 'running'],
    error: ['warning', 'warning'],
  },
  applyStage: {
    requested: ['plain', 'clock'], running: ['active', 'running'], 'rolling-back': ['warning', 'undo'],
    succeeded: ['ok', 'ok'], failed: ['warning', 'error'], 'rolled-back': ['error', 'undo'], stuck: ['error', 'error'],
    cancelled: ['plain', 'none'],
  },
  jobState: {
    waiting: ['plain', 'clock'], running: ['active', 'running'], parked: ['error', 'error'],
    finished: ['ok', 'ok'], cancelled: ['plain', 'none'],
  },
  attemptOutcome: {
    running: ['active', 'running'], succeeded: ['ok', 'ok'], deferred: ['plain', 'clock'], failed: ['warning', 'warning'],
    parked: ['error', 'error'], interrupted: ['warning', 'undo'],
  },
  verdict: {
    matches: ['ok', 'ok'], differs: ['error', 'error'], unreachable: ['error', 'error'],
    'no-certificate': ['error', 'error'],
  },
  stepState: {
    running: ['active', 'running'], done: ['ok', 'ok'], failed: ['error', 'error'],
    undoing: ['warning', 'running'], undone: ['warning', 'undo'], 'undo-failed': ['error', 'error'],
  },
  partState: {ok: ['ok', 'ok'], warning: ['warning', 'warning'], error: ['error', 'error']},
  severity: {info: ['plain', 'info'], warning: ['warning', 'warning'], error: ['error', 'error']},
};

/** The badge of a word of the API, e.g. family 'orderStage', value 'issued'. */
export function Word({family, value, title}) {
  const [tone, icon] = looks[family][value] ?? ['plain', 'none'];
  return html`<${Badge} tone=${tone} icon=${icon} title=${title}>${word(family, value)}<//>`;
}
