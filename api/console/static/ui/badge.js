import {word} from '../lib/i18n.js';
import {html} from '../lib/ui.js';
import {Icon} from './icon.js';

/** A state in colour, drawing and words. `tone`: ok, unknown, active, warning, error or plain. */
export function Badge({tone = 'plain', icon = icon_of[tone], children, title}) {
  return html`<span class="badge ${tone}" title=${title}>
    <${Icon} name=${icon} spin=${icon === 'running'} /><span>${children}</span></span>`;
}

const icon_of = {ok: 'ok', unknown: 'none', warning: 'warning', error: 'error', active: 'running', plain: 'none'};

// Looks: [tone, icon].
const good = ['ok', 'ok'];
const unseen = ['unknown', 'none'];
const moves = ['active', 'running'];
const worries = ['warning', 'warning'];
const undoes = ['warning', 'undo'];
const later = ['warning', 'clock'];
const bad = ['error', 'error'];
const waits = ['plain', 'clock'];
const nothing = ['plain', 'none'];

// How each word of the API looks.
const looks = {
  severity: {ok: good, unknown: unseen, active: moves, warning: worries, critical: bad},
  topic: {
    expired: bad, 'expiry-error': bad, 'apply-stuck': bad, 'not-served': bad, 'order-error': bad, 'order-retrying': later,
    'apply-failed': worries, 'apply-rolling-back': undoes, 'apply-retrying': later, 'left-out': worries,
    'under-15': worries, 'under-30': worries, 'under-60': later, 'under-90': later, 'expiry-warning': worries,
    'order-under-way': moves, 'apply-under-way': moves, 'order-scheduled': waits, 'apply-scheduled': waits,
  },
  expiry: {
    none: nothing, valid: good, 'under-90': later, 'under-60': later, 'under-30': worries, 'under-15': worries,
    warning: worries, error: bad, overdue: bad, 'never-renewed': bad, expired: bad,
  },
  orderState: {none: nothing, scheduled: waits, 'under-way': moves, retrying: later, error: bad},
  applyState: {
    none: nothing, scheduled: waits, running: moves, 'rolling-back': undoes, retrying: later, failed: worries, stuck: bad,
  },
  orderStage: {
    requested: waits, prepared: moves, submitting: moves, submitted: moves, issued: moves, registered: good,
    failed: bad, cancelled: nothing,
  },
  applyStage: {
    requested: waits, running: moves, 'rolling-back': undoes, succeeded: good, failed: worries, 'rolled-back': undoes,
    stuck: bad, cancelled: nothing,
  },
  jobState: {waiting: waits, running: moves, parked: bad, finished: good, cancelled: nothing},
  attemptOutcome: {
    running: moves, succeeded: good, deferred: waits, failed: worries, parked: bad, interrupted: undoes,
  },
  verdict: {matches: good, differs: bad, unreachable: bad, 'no-certificate': bad},
  stepState: {
    running: moves, done: good, failed: bad, undoing: ['warning', 'running'], undone: undoes, 'undo-failed': bad,
  },
  logLevel: {info: ['plain', 'info'], warning: worries, error: bad},
};

const look = (family, value) => looks[family][value] ?? nothing;

/** The colour of a word of the API, for what is not a badge: edges of rows, bars, notes. */
export const tone = (family, value) => look(family, value)[0];

/** The same of what is not proved to be good where it is not bad either. */
export const trouble = (severity) => (severity === 'ok' ? 'plain' : tone('severity', severity));

/**
 * The badge of a word of the API, e.g. family 'orderStage', value 'issued'. `quiet`: beside worse facts or nearer
 * proof, a good word is not green.
 */
export function Word({family, value, title, quiet = false}) {
  const [colour, icon] = quiet && tone(family, value) === 'ok' ? nothing : look(family, value);
  return html`<${Badge} tone=${colour} icon=${icon} title=${title}>${word(family, value)}<//>`;
}

/** The drawing of a word of the API alone; it stands for the word. */
export const WordIcon = ({family, value}) => html`<${Icon} name=${look(family, value)[1]} label=${word(family, value)} />`;
