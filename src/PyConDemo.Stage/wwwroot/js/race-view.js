// A race: chart, numbers and verdict. Live races and replays use the same view.
import { h, setText, table as dataTable, throttled } from './dom.js';
import { drawChart } from './chart.js';
import { chartTable } from './chart-table.js';
import { laneCard } from './lane-card.js';
import { verdictPanel } from './verdict-panel.js';
import { isLoading } from './race-state.js';
import { stylesOf } from './lanes.js';

const KEY_STEP = 8; // pixels by which an arrow key moves the read-out

/** @param laneNames returns the lanes that are shown before there is a race */
export function raceView(laneNames, slug) {
  const chart = h('div',
    { class: 'chart', tabindex: '0', role: 'group', 'aria-label': 'Chart: arrow keys read values' });
  const reading = h('p', { class: 'visually-hidden', role: 'status' });
  const table = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Chart data' });
  const data = h('details', { class: 'chart-data', ontoggle: drawTable }, h('summary', 'Chart data as a table'), table);
  const numbers = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'All numbers' });
  const allNumbers = h('details',
    { class: 'chart-data', hidden: true }, h('summary', 'All numbers of this race'), numbers);
  const column = h('div', { class: 'lanes' });
  const verdict = verdictPanel();
  let cards = [], shown = '', drawn = null, cursor = null, written = null;

  function drawTable() {
    if (drawn && data.open) table.replaceChildren(chartTable(drawn));
  }

  /** The stage's process writes these numbers for every report. */
  function drawNumbers(all) {
    allNumbers.hidden = !all;
    if (written === all) return;
    written = all;
    const rows = all?.rows.map(row => h('tr', row.map(cell => h('td', cell))));
    numbers.replaceChildren(all ? dataTable({}, all.heads, rows) : '');
  }

  function showLanes(names) {
    if (shown === names.join()) return;
    shown = names.join();
    const styles = stylesOf(names);
    cards = names.map((name, i) => laneCard(name, styles[i], slug));
    column.className = `lanes${cards.length > 2 ? ' three' : ''}`;
    column.replaceChildren(...cards.map(card => card.element));
  }

  /** A race keeps the lanes that it was started with. It doesn't report them before it is planned. */
  function lanesOf(race) {
    const names = laneNames();
    const isSame = race.labels.every((label, i) => label === names[i]);
    return isSame || race.plannedMs === null ? names : race.labels;
  }

  /** The text is large enough to be read from the back of a room, if the chart is wide enough. */
  function chartSize() {
    const { clientWidth: width, clientHeight: height } = chart;
    return { width, height, em: Math.max(13, Math.min(innerHeight * 0.0195, width / 24)) };
  }

  const redrawChart = throttled(() => {
    const size = chartSize();
    if (drawn && size.width && size.height) chart.replaceChildren(drawChart(drawn, size, cursor));
  });

  function moveCursor(to) {
    cursor = to;
    redrawChart();
  }

  chart.onpointermove = event => moveCursor(event.clientX - chart.getBoundingClientRect().left);
  chart.onpointerleave = () => moveCursor(null);
  chart.onpointerdown = event => event.preventDefault(); // a click must not take the arrow keys from the pages
  chart.onblur = () => moveCursor(null);
  chart.onkeydown = ({ key }) => {
    const step = { ArrowLeft: -KEY_STEP, ArrowRight: KEY_STEP }[key];
    if (!step) return;
    moveCursor(Math.max(0, Math.min(chart.clientWidth, (cursor ?? chart.clientWidth / 2) + step)));
    const values = () => [...chart.querySelectorAll('.readout text')].map(text => text.textContent).join('; ');
    requestAnimationFrame(() => setText(reading, values()));
  };
  new ResizeObserver(redrawChart).observe(chart);

  return {
    element: h('div', { class: 'race' },
      h('section', { class: 'panel', 'aria-label': 'Chart' }, chart, reading), column, verdict.element),
    data: h('div', allNumbers, data),
    /** @param pending what the user has just asked for, such as "Starting …" */
    draw(race, idleText, pending = '') {
      drawn = race;
      showLanes(lanesOf(race));
      redrawChart();
      if (!isLoading(race)) drawTable();
      drawNumbers(race.table);
      cards.forEach((card, i) => card.draw(race, i));
      verdict.draw(race, idleText, pending);
    },
  };
}
