// The pattern's dial: the parameter that makes its cost grow. A position is measured when the slider is released.
import { h, setText } from './dom.js';
import { send, stage } from './connection.js';
import { pair } from './lanes.js';
import { countsOf } from './evidence.js';
import { drawGrowth } from './growth-chart.js';
import * as format from './format.js';

/** By the pattern's primary cost: its number in the evidence, its format, the words after it, and the axis title. */
const costs = {
  commands: ['commands', format.count, ' SQL commands', 'SQL commands per request'],
  rows: ['rows', format.count, ' rows received', 'rows received per request'],
  buffers: ['buffers', format.count, ' buffers', 'buffers per request (pages of 8 kB)'],
  bytesPerItem: ['bytes', format.bytes, ' sent', 'bytes sent per request'],
  rowsLocked: ['rowsLocked', format.count, ' rows locked', 'rows locked per request'],
  sqlTime: ['sqlMs', format.ms, ' in SQL', 'time in SQL per request'],
  load: ['p95', format.ms, ' (p95)', 'latency, p95'],
};

const STEPS = 60;
const RACE_FIRST = 'A race goes first. Move the slider again when it has ended.';
const SETTLE_MS = 150; // a held arrow key moves the slider many times a second

/** What a position of the dial is: "Page number". An API of an earlier version has only the unit. */
export const dialLabel = dial => dial.label ?? `${dial.unit[0].toUpperCase()}${dial.unit.slice(1)}`;

/**
 * @param onMove is called when the slider moves
 * @param onMeasured receives the evidence of a new position
 */
export function dialPanel(pattern, onMove, onMeasured) {
  if (!pattern.dial) return null;
  return pattern.dialKind === 'scale' ? scalePanel(pattern.dial) : sliderPanel(pattern, onMove, onMeasured);
}

/** "At 2,001: bad 2,162, good 4 buffers". Null where the evidence has not the pair's numbers. */
function readingOf({ lanes, turns, grows, dial: position }, dial) {
  if (lanes.slice(0, 2).map(lane => lane.lane).join() !== pair.join()) return null;
  const isLoad = turns === 'load', shown = lanes.slice(0, 2);
  if (isLoad && !shown.every(lane => lane.load)) return null; // it is a race's evidence
  const [key, words, after, axis] = costs[isLoad ? 'load' : grows] ?? costs.commands;
  const values = shown.map(lane => (lane.load ?? countsOf(lane))[key]);
  const ofEach = field => shown.map(({ lane, load }) => `${lane} ${format.count(load[field])}`).join(', ');
  const load = isLoad ? ` · failed: ${ofEach('failed')} · backlog: ${ofEach('backlog')}` : '';
  const parts = [
    `At ${format.count(position)}: `,
    h('span', { class: 'bad' }, `bad ${words(values[0])}`), ', ',
    h('span', { class: 'good' }, `good ${words(values[1])}`), `${after}${load}`,
  ];
  return { position, values, words, axis, parts };
}

/** A dial that is the size of the data: another position needs another start. */
function scalePanel(dial) {
  const reading = h('p', { class: 'reading', role: 'status' });
  const other = stage.state.scale === 'small' ? 'medium' : 'small';
  return {
    element: h('section', { class: 'dial panel' },
      h('h2', `${dialLabel(dial)}: ${format.count(dial.default)}`), reading,
      h('p', `This one needs another data size: restart with --scale ${other}.`)),
    show(evidence) {
      const read = readingOf(evidence, dial);
      if (read) reading.replaceChildren(...read.parts);
    },
    leave() {},
  };
}

function sliderPanel({ dial, slug }, onMove, onMeasured) {
  const { min, max } = dial;
  const label = dialLabel(dial);
  const points = new Map();
  const valueAt = step => rounded(Math.min(max, Math.max(min, min * (max / min) ** (step / STEPS))), dial);
  const startStep = Math.round(STEPS * Math.log(dial.default / min) / Math.log(max / min));
  const startText = format.count(dial.default);

  const invitation = 'Move the slider to call both lanes with another value.';
  const reading = h('p', { class: 'reading', role: 'status' }, invitation);
  const chart = h('div', { class: 'chart' });
  const output = h('output', startText);
  const slider = h('input', {
    type: 'range', min: '0', max: `${STEPS}`, value: `${startStep}`,
    'aria-label': label, 'aria-valuetext': startText,
    oninput: showValue, onchange: measure,
  });
  const left = new AbortController();
  let wanted = null, isMeasuring = false;

  function showValue() {
    const value = format.count(valueAt(Number(slider.value)));
    slider.setAttribute('aria-valuetext', value);
    setText(output, value);
  }

  /** Measures one position at a time. Of those that the slider passes meanwhile, only the last is measured. */
  async function measure() {
    onMove();
    wanted = valueAt(Number(slider.value));
    if (isMeasuring) return;
    isMeasuring = true;
    while (wanted !== null && !left.signal.aborted) {
      await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
      const value = wanted;
      wanted = null;
      await measureAt(value);
    }
    isMeasuring = false;
  }

  async function measureAt(value) {
    if (stage.race?.running) {
      setText(reading, RACE_FIRST);
      return;
    }
    setText(reading, `At ${format.count(value)}: calling bad and good …`);
    try {
      const evidence = await send(`/stage/patterns/${slug}/why?at=${value}`, 'POST', left.signal);
      if (!evidence) setText(reading, RACE_FIRST);
      else if (wanted === null) onMeasured(evidence);
      if (evidence) show(evidence);
    } catch (error) {
      if (!left.signal.aborted) setText(reading, error.message);
    }
  }

  /** Shows the evidence of a position. A race sends its own position; only races of the pair are shown. */
  function show(evidence) {
    const read = readingOf(evidence, dial);
    if (!read) return;
    points.set(read.position, { dial: read.position, costs: read.values });
    reading.replaceChildren(...read.parts);
    chart.replaceChildren(drawGrowth([...points.values()], read, dial, label));
  }

  return {
    element: h('section', { class: 'dial panel' },
      h('h2', `${label}: `, output), slider,
      h('div', { class: 'ends' }, h('span', format.count(min)), h('span', format.count(max))),
      reading, chart),
    show,
    leave: () => left.abort(),
  };
}

/** Rounds to two digits. The ends and the race's own position stay exact. */
function rounded(value, dial) {
  const exact = [dial.min, dial.default, dial.max].find(position => Math.abs(value / position - 1) < 0.06);
  if (exact !== undefined) return exact;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}
