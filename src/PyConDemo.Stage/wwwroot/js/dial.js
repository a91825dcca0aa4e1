// The pattern's dial: the parameter that makes its cost grow. A position is measured when the slider is released.
import { h, setText } from './dom.js';
import { send } from './connection.js';
import { pair } from './lanes.js';
import { countsOf } from './evidence.js';
import { drawGrowth } from './growth-chart.js';
import * as format from './format.js';

/** By the pattern's primary cost: its name, its number in the evidence, and its format. */
const costs = {
  commands: ['SQL commands', 'commands', format.count],
  rows: ['rows read', 'rows', format.count],
  buffers: ['buffers', 'buffers', format.count],
  bytesPerItem: ['bytes', 'bytes', format.bytes],
  rowsLocked: ['rows locked', 'rowsLocked', format.count],
  sqlTime: ['in SQL', 'sqlMs', format.ms],
  load: ['p95', 'p95', format.ms],
};

const STEPS = 60;

/** @param onMeasured receives the evidence of a new position */
export function dialPanel({ dial, slug }, onMeasured) {
  if (!dial) return null;
  const { min, max, unit } = dial;
  const points = new Map();
  const valueAt = step => rounded(Math.min(max, Math.max(min, min * (max / min) ** (step / STEPS))), dial);
  const startStep = Math.round(STEPS * Math.log(dial.default / min) / Math.log(max / min));
  const startText = format.count(dial.default);

  const reading = h('p', { class: 'reading', role: 'status' }, 'Move the slider to measure bad and good at its value.');
  const chart = h('div', { class: 'chart' });
  const output = h('output', startText);
  const slider = h('input', {
    type: 'range', min: '0', max: `${STEPS}`, value: `${startStep}`,
    'aria-label': `${dial.name}, in ${unit}`, 'aria-valuetext': startText,
    oninput: showValue, onchange: measure,
  });
  let measurements = 0;

  function showValue() {
    const value = format.count(valueAt(Number(slider.value)));
    slider.setAttribute('aria-valuetext', value);
    setText(output, value);
  }

  /** Only the last measurement is shown if several were started. */
  async function measure() {
    const number = ++measurements, value = valueAt(Number(slider.value));
    setText(reading, `${format.count(value)} ${unit}: measuring bad and good …`);
    try {
      const evidence = await send(`/stage/patterns/${slug}/why?at=${value}`, 'POST');
      if (number !== measurements) return;
      show(evidence);
      onMeasured(evidence);
    } catch (error) {
      if (number === measurements) setText(reading, error.message);
    }
  }

  /** Shows the evidence of a position. A race sends its own position; only races of the pair are shown. */
  function show({ lanes, turns, grows, dial: position }) {
    if (lanes.map(lane => lane.lane).join() !== pair.join()) return;
    const isLoad = turns === 'load';
    if (isLoad && !lanes.every(lane => lane.load)) return; // it's a race's evidence
    const [name, key, words] = costs[isLoad ? 'load' : grows] ?? costs.commands;
    const values = lanes.map(lane => (lane.load ?? countsOf(lane))[key]);
    if (turns === 'scale') {
      slider.disabled = true;
      setText(reading, `${startText} rows: bad ${words(values[0])} ${name}, good ${words(values[1])}. `
        + 'This cost grows with the data, not with a parameter. To compare, start the stage with --scale small.');
      return;
    }
    points.set(position, { dial: position, costs: values });
    const ofEach = field => lanes.map(({ lane, load }) => `${lane} ${load[field]}`).join(', ');
    const load = isLoad ? ` · failed: ${ofEach('failed')} · backlog: ${ofEach('backlog')}` : '';
    reading.replaceChildren(
      `${format.count(position)} ${unit}: `,
      h('span', { class: 'bad' }, `bad ${words(values[0])}`), ', ',
      h('span', { class: 'good' }, `good ${words(values[1])}`), ` ${name}${load}`);
    chart.replaceChildren(drawGrowth([...points.values()], words, dial));
  }

  return {
    element: h('section', { class: 'dial panel' },
      h('h2', `The dial (${unit}): `, output), slider,
      h('div', { class: 'ends' }, h('span', format.count(min)), h('span', format.count(max))),
      reading, chart),
    show,
  };
}

/** Rounds to two digits. The ends and the race's own position stay exact. */
function rounded(value, dial) {
  const exact = [dial.min, dial.default, dial.max].find(position => Math.abs(value / position - 1) < 0.06);
  if (exact !== undefined) return exact;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}
