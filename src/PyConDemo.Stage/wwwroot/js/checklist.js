import { h, keyButton, pageHead, table } from './dom.js';
import { stage, send, errorOf } from './connection.js';
import { pair } from './lanes.js';
import { apiNotice, drawNotice } from './api-notice.js';
import * as format from './format.js';

const marks = {
  healthy: ['✓', 'healthy'],
  unhealthy: ['✗', 'unhealthy'],
  silenced: ['–', 'suppressed'],
  notSeen: ['?', 'not seen'],
  waiting: ['…', 'waiting'],
  measuring: ['…', 'measuring'],
};

const events = ['checklist', 'state', 'patterns', 'started', 'idle', 'link'];

/** The Server Health Checklist from the end of the talk, as measured on this machine. */
export function checklistView() {
  const title = 'Server Health Checklist';
  const notice = h('div'), body = h('div'), problem = h('p', { class: 'bad', role: 'status' }), status = h('p');
  const button = keyButton('Measure now', 'R', { class: 'primary', onclick: measure });
  const canMeasure = () => stage.state.api === 'ready' && !stage.checklist?.running && !stage.race?.running;

  async function measure() {
    problem.textContent = '';
    button.disabled = true;
    problem.textContent = await errorOf(send('/stage/checklist', 'POST'));
    draw();
  }

  function statusText() {
    const { checklist, state } = stage;
    if (checklist) return `${checklist.running ? 'Measuring' : 'Measured'} ${format.dateTime(checklist.date)}`;
    return state.api === 'ready' ? 'Not measured yet.' : 'Not measured: only a running API can be measured.';
  }

  function draw() {
    button.disabled = !canMeasure();
    status.textContent = statusText();
    drawNotice(notice, apiNotice());
    const rows = stage.checklist?.rows ?? stage.patterns.map(unmeasured);
    body.replaceChildren(rows.length ? table({ class: 'check panel' }, ['Item', 'Bad', 'Good'], rows.map(row)) : '');
  }

  draw();
  if (!stage.checklist && canMeasure()) measure();
  return {
    title,
    element: h('div', notice, pageHead(title, status, button), problem, body),
    keys: { r: () => button.disabled || measure() },
    update(type) {
      if (events.includes(type)) draw();
    },
  };
}

const unmeasured = ({ title, checklist }) => (
  { title, line: checklist, lanes: pair.map(lane => ({ lane, state: 'waiting' })) });

const row = ({ line, title, lanes }) => h('tr', h('th', { scope: 'row' }, line, h('small', title)), lanes.map(cell));

function cell({ lane, state, what }) {
  const [mark, words] = marks[state] ?? ['?', state];
  return h('td', { class: `lane-state ${state}`, 'data-lane': lane },
    h('strong', h('span', { class: 'mark', 'aria-hidden': 'true' }, mark), words),
    what && state !== 'healthy' && h('small', what));
}
