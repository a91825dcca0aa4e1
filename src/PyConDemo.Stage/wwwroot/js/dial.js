// The pattern's dial: what makes its cost grow. Each position is measured when the slider comes to rest.
import { h, text } from './dom.js';
import { ask } from './connection.js';
import { pair } from './lanes.js';
import { countsOf } from './evidence.js';
import { drawGrowth } from './growth-chart.js';
import * as say from './format.js';

const measures = { commands: ['SQL commands', 'commands', say.count], rows: ['rows read', 'rows', say.count], buffers: ['buffers', 'buffers', say.count],
  bytesPerItem: ['bytes', 'bytes', say.bytes], rowsLocked: ['rows locked', 'rowsLocked', say.count], sqlTime: ['in SQL', 'sqlMs', say.ms] };
const STEPS = 60;

export function dialPanel(pattern, onWhy) {
  const { dial, slug } = pattern;
  if (!dial) return null;
  const points = new Map();
  const reading = h('p', { class: 'reading', role: 'status' }, 'Move the slider: bad and good are asked there.');
  const chart = h('div', { class: 'chart' });
  const byStep = step => nice(Math.min(dial.max, Math.max(dial.min, dial.min * (dial.max / dial.min) ** (step / STEPS))), dial);
  const start = Math.round(STEPS * Math.log(dial.default / dial.min) / Math.log(dial.max / dial.min));
  const slider = h('input', { type: 'range', min: '0', max: `${STEPS}`, value: `${start}`, 'aria-label': `${dial.name}, in ${dial.unit}`,
    'aria-valuetext': say.count(dial.default), oninput: moved, onchange: measure });
  const output = h('output', {}, say.count(dial.default));
  let asked = 0;

  function moved() {
    const value = byStep(Number(slider.value));
    slider.setAttribute('aria-valuetext', say.count(value));
    text(output, say.count(value));
  }

  async function measure() {
    const mine = ++asked, value = byStep(Number(slider.value));
    text(reading, `${say.count(value)} ${dial.unit}: asking bad and good …`);
    try {
      const why = await ask(`/stage/patterns/${slug}/why?at=${value}`, 'POST');
      if (mine !== asked) return;
      show(why);
      onWhy(why);
    } catch (error) {
      if (mine === asked) text(reading, error.message);
    }
  }

  /** Also called with what a race found at its own position, if it was the pair's. */
  function show(why) {
    if (why.lanes.map(l => l.lane).join() !== pair.join()) return;
    const load = why.lanes.every(l => l.load);
    const [name, key, words] = load ? ['p95', 'p95', say.ms] : measures[why.grows] ?? measures.commands;
    const costs = why.lanes.map(l => load ? l.load.p95 : countsOf(l)[key]);
    if (why.turns === 'load' && !load) return;
    if (why.turns === 'scale') {
      slider.disabled = true;
      text(reading, `${say.count(dial.default)} rows: bad ${words(costs[0])} ${name}, good ${words(costs[1])}. It turns with the data: start with --scale small.`);
      return;
    }
    points.set(why.dial, { dial: why.dial, costs });
    const more = load ? ` · failed ${why.lanes.map(l => l.load.failed).join(' and ')}, put off ${why.lanes.map(l => l.load.backlog).join(' and ')}` : '';
    reading.replaceChildren(`${say.count(why.dial)} ${dial.unit}: `, h('span', { class: 'bad' }, `bad ${words(costs[0])}`), ', ', h('span', { class: 'good' }, `good ${words(costs[1])}`), ` ${name}${more}`);
    chart.replaceChildren(drawGrowth([...points.values()], words, dial));
  }

  return {
    element: h('section', { class: 'dial panel' }, h('h2', {}, `The dial: ${dial.unit}, `, output), slider,
      h('div', { class: 'ends' }, h('span', {}, say.count(dial.min)), h('span', {}, say.count(dial.max))), reading, chart),
    show,
  };
}

/** Two digits are enough for a position that is chosen by hand; the ends and the race's own stay exact. */
function nice(value, dial) {
  for (const exact of [dial.min, dial.default, dial.max]) if (Math.abs(value / exact - 1) < 0.06) return exact;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}
