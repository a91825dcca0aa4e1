import { h } from './dom.js';
import { stage, send } from './connection.js';
import { pair } from './lanes.js';
import * as format from './format.js';

const marks = {
  healthy: ['✓', 'healthy'],
  unhealthy: ['✗', 'stressed'],
  silenced: ['–', 'silenced'],
  notSeen: ['?', 'not seen'],
  waiting: ['…', 'waiting'],
  measuring: ['…', 'measuring'],
};

const events = ['checklist', 'state', 'patterns', 'started', 'idle', 'link'];

/** The Server Health Checklist from the end of the talk, as measured on this machine. */
export function checklistView() {
  const title = 'Server Health Checklist';
  const body = h('div'), problem = h('p', { class: 'bad', role: 'status' }), status = h('p', {});
  const button = h('button', { class: 'primary', onclick: measure }, 'Measure now', h('kbd', {}, 'R'));
  const isBusy = () => !!stage.checklist?.running || !!stage.race?.running;

  async function measure() {
    problem.textContent = '';
    button.disabled = true;
    try {
      await send('/stage/checklist', 'POST');
    } catch (error) {
      problem.textContent = error.message;
    }
    draw();
  }

  function statusText() {
    const { checklist, state } = stage;
    if (checklist) return `${checklist.running ? 'Measuring' : 'Measured'} ${format.dateTime(checklist.date)}`;
    return state.api === 'ready' ? 'Not measured yet.' : state.message;
  }

  function draw() {
    button.disabled = stage.state.api !== 'ready' || isBusy();
    status.textContent = statusText();
    body.replaceChildren(table(stage.checklist?.rows ?? stage.patterns.map(unmeasured)));
  }

  draw();
  if (!stage.checklist && stage.state.api === 'ready' && !isBusy()) measure();
  return {
    title,
    element: h('div', {},
      h('div', { class: 'head' }, h('div', {}, h('h1', {}, title), status), h('div', { class: 'go' }, button)),
      problem, body),
    race() {
      if (!button.disabled) measure();
    },
    update(type) {
      if (events.includes(type)) draw();
    },
  };
}

function unmeasured({ slug, title, checklist, lanes }) {
  const shown = lanes.filter(lane => pair.includes(lane.name));
  return { slug, title, line: checklist, lanes: shown.map(lane => ({ lane: lane.name, state: 'waiting' })) };
}

function table(rows) {
  const row = ({ line, title, lanes }) => h('tr', {},
    h('th', { scope: 'row' }, line, h('small', {}, title)), lanes.map(cell));
  return h('table', { class: 'check panel' },
    h('thead', {}, h('tr', {}, ['Item', 'Bad', 'Good'].map(name => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, rows.map(row)));
}

function cell({ lane, state, what }) {
  const [mark, words] = marks[state] ?? ['?', state];
  return h('td', { class: `lane-state ${state}`, 'data-lane': lane },
    h('strong', {}, h('span', { class: 'mark', 'aria-hidden': 'true' }, mark), words),
    what && state !== 'healthy' && h('small', {}, what));
}
