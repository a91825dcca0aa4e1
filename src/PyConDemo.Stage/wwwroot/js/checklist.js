import { h } from './dom.js';
import { stage, ask } from './connection.js';
import { pair } from './lanes.js';
import * as say from './format.js';

const marks = { healthy: ['✓', 'healthy'], unhealthy: ['✗', 'stressed'], silenced: ['–', 'silenced'], notSeen: ['?', 'not seen'], waiting: ['…', 'waiting'], measuring: ['…', 'measuring'] };

/** The talk's closing slide, as measured now. */
export function checklist() {
  const body = h('div'), problem = h('p', { class: 'bad', role: 'status' }), when = h('p', {});
  const button = h('button', { class: 'primary', onclick: measure }, 'Measure now', h('kbd', {}, 'R'));

  async function measure() {
    problem.textContent = '';
    button.disabled = true;
    try {
      await ask('/stage/checklist', 'POST');
    } catch (error) {
      problem.textContent = error.message;
    }
    draw();
  }

  function draw() {
    const board = stage.checklist;
    button.disabled = stage.state.api !== 'ready' || !!board?.running || !!stage.race?.running;
    when.textContent = board ? `${board.running ? 'Measuring' : 'Measured'} ${say.when(board.date)}` : stage.state.api === 'ready' ? 'Not measured yet.' : stage.state.message;
    const rows = board?.rows ?? stage.patterns.map(p => ({ slug: p.slug, title: p.title, line: p.checklist, lanes: p.lanes.filter(l => pair.includes(l.name)).map(l => ({ lane: l.name, state: 'waiting' })) }));
    body.replaceChildren(h('table', { class: 'check panel' },
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Item'), h('th', { scope: 'col' }, 'Bad'), h('th', { scope: 'col' }, 'Good'))),
      h('tbody', {}, rows.map(row => h('tr', {}, h('th', { scope: 'row' }, row.line, h('small', {}, row.title)), row.lanes.map(cell))))));
  }

  draw();
  if (!stage.checklist && stage.state.api === 'ready' && !stage.race?.running) measure();
  return {
    title: 'Server Health Checklist',
    element: h('div', {}, h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Server Health Checklist'), when), h('div', { class: 'go' }, button)), problem, body),
    race: () => button.disabled || measure(), update: type => { if (['checklist', 'state', 'patterns', 'started', 'idle', 'link'].includes(type)) draw(); },
  };
}

function cell({ lane, state, what }) {
  const [mark, words] = marks[state] ?? ['?', state];
  return h('td', { class: `lane-state ${state}`, 'data-lane': lane }, h('strong', {}, h('span', { class: 'mark', 'aria-hidden': 'true' }, mark), words), what && state !== 'healthy' && h('small', {}, what));
}
