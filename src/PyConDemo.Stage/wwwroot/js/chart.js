// The live chart: latency above, throughput below, one time axis.
import { h, svg, table } from './dom.js';
import { logAxis, grid, lineLabels, polyline, text } from './axes.js';
import { pointsOf, isLoading, currentPhase, seriesOf, BYSTANDER } from './race-state.js';
import { stylesOf } from './lanes.js';
import * as format from './format.js';

const WIDTH = 1180, LEFT = 92, RIGHT = 96;
const LATENCY_TOP = 46, LATENCY_BOTTOM = LATENCY_TOP + 300;
const RATE_TOP = LATENCY_BOTTOM + 50, RATE_BOTTOM = RATE_TOP + 125;
const HEIGHT = RATE_BOTTOM + 40;
const BIN_SECONDS = 0.25; // per point
const LEAST_SILENCE_MS = 3000;
const LEAST_GAP = 70; // a longer distance between two points is a time without measurements

/** Numbers on an axis are round, so their decimals are left out. */
const tick = words => value => words(value).replace(/\.0+(?=\D)/, '');
const answersPerSecond = point => (point.count - point.failed) / BIN_SECONDS;

export function drawChart(race) {
  const styles = stylesOf(race.labels);
  const lanes = race.labels.map((name, lane) => (
    { name, style: styles[lane], points: pointsOf(race, seriesOf(lane)) }));
  const series = [{ name: 'bystander', style: 'bystander', points: pointsOf(race, BYSTANDER) }, ...lanes];

  const seconds = Math.max(10, race.at / 1000, ...series.map(s => (s.points.at(-1)?.at ?? 0) / 1000));
  const x = ms => LEFT + (WIDTH - LEFT - RIGHT) * (ms / 1000) / seconds;
  const latencies = series.flatMap(s => s.points).map(point => point.p95);
  const latencyY = roundAxis(latencies, [1, 100], LATENCY_BOTTOM, LATENCY_TOP);
  const rates = lanes.flatMap(s => s.points).map(answersPerSecond).filter(rate => rate > 0);
  const rateY = roundAxis(rates, [1, 10], RATE_BOTTOM, RATE_TOP);

  const root = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': describe(race) },
    ...phases(race, x),
    ...grid(latencyY, tick(format.ms), LEFT, WIDTH - RIGHT), ...grid(rateY, tick(format.rate), LEFT, WIDTH - RIGHT),
    ...timeAxis(x, seconds),
    text(LEFT, RATE_TOP - 12, 'title', 'answers per second'), text(LEFT, 20, 'title', 'latency, p95'));
  if (race.timeoutMs && latencies.some(latency => latency >= race.timeoutMs * 0.5)) {
    const y = latencyY(race.timeoutMs);
    root.append(
      svg('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y, y2: y, class: 'limit' }),
      text(LEFT + 8, y - 7, 'tick', 'time-out'));
  }

  const labels = [];
  for (const { name, style, points } of series) {
    const isLane = name !== 'bystander';
    const latencyLine = points.map(point => [x(point.at), latencyY(point.p95)]);
    root.append(...lines(latencyLine, style));
    if (isLane) root.append(...latencyLine.map(([cx, cy]) => marker(cx, cy, style)));
    root.append(...points.filter(point => point.failed).map(point => cross(x(point.at), latencyY(point.max), style)));
    if (isLane) root.append(...lines(points.map(point => [x(point.at), rateY(answersPerSecond(point))]), style));
    if (!points.length) continue;
    const [lastX, lastY] = latencyLine.at(-1);
    labels.push({ name, style, x: Math.min(lastX + 12, WIDTH - RIGHT + 8), y: lastY });
  }
  root.append(...lineLabels(labels, 1));
  const middle = [(LEFT + WIDTH - RIGHT) / 2, (LATENCY_TOP + LATENCY_BOTTOM) / 2];
  for (const [i, label] of race.labels.entries()) {
    const words = silence(race, i);
    if (words) root.append(text(...middle, 'no-answer', `${label}: ${words}`, 'middle'));
  }
  return root;
}

/** The words for a lane that is under load and has not answered for a while; empty for other lanes. */
export function silence(race, lane) {
  const silentMs = isLoading(race) ? race.now?.[lane]?.silentMs : 0;
  return silentMs >= LEAST_SILENCE_MS ? `no answer for ${Math.floor(silentMs / 1000)} s` : '';
}

/** An axis whose ends are powers of ten. `least` is the range that it always covers. */
function roundAxis(values, least, bottom, top) {
  const low = 10 ** Math.floor(Math.log10(Math.max(0.01, Math.min(least[0], ...values))));
  const high = 10 ** Math.ceil(Math.log10(Math.max(least[1], ...values)) + 0.02);
  return logAxis(low, high, bottom, top);
}

function* timeAxis(x, seconds) {
  const step = [2, 5, 10, 20, 30, 60].find(s => seconds / s <= 9) ?? 120;
  for (let s = 0; s <= seconds; s += step) {
    yield text(x(s * 1000), HEIGHT - 8, 'tick', `${s} s`, 'middle');
  }
}

function* phases(race, x) {
  const names = { warmUp: 'warm-up', capacity: 'capacity' };
  const top = LATENCY_TOP - 20;
  for (const [i, phase] of race.phases.entries()) {
    const from = x(phase.at), to = x(race.phases[i + 1]?.at ?? Math.max(race.at, phase.at));
    if (i % 2) {
      yield svg('rect', { x: from, y: top, width: to - from, height: HEIGHT - LATENCY_TOP - 10, class: 'band' });
    }
    yield svg('line', { x1: from, x2: from, y1: top, y2: HEIGHT - 30, class: 'bound' });
    const words = phase.rate ? format.rate(phase.rate) : names[phase.phase];
    if (words && to - from > 11 * words.length) yield text(from + 6, LATENCY_TOP - 2, 'tick', words);
  }
}

/** The line is interrupted where nothing was measured. */
function lines(points, style) {
  const parts = [];
  for (const [i, point] of points.entries()) {
    if (i === 0 || point[0] - points[i - 1][0] > LEAST_GAP) parts.push([]);
    parts.at(-1).push(point);
  }
  return parts.map(part => polyline(part, style));
}

/** A diamond and a triangle, drawn from their top. Other lanes have circles. Shapes help where colours look alike. */
const shapes = { yours: 'l6 6l-6 6l-6 -6z', step: 'l6 11h-12z' };

function marker(x, y, style) {
  const [cx, cy] = [x.toFixed(1), y.toFixed(1)];
  return shapes[style]
    ? svg('path', { d: `M${cx} ${(y - 6).toFixed(1)}${shapes[style]}`, class: `mark ${style}` })
    : svg('circle', { cx, cy, r: style === 'bad' ? 4 : 3, class: style });
}

const cross = (x, y, style) => svg('path', { d: `M${x - 6} ${y - 6}l12 12m0 -12l-12 12`, class: `cross ${style}` });

function describe(race) {
  const lanes = race.labels.map((label, lane) => {
    const point = pointsOf(race, seriesOf(lane)).at(-1);
    return point ? `${label}: p95 ${format.ms(point.p95)}.` : '';
  });
  const number = lanes.length > 2 ? 'three' : 'both';
  return `Latency and throughput of ${number} lanes over time. ${currentPhase(race)?.words ?? ''} ${lanes.join(' ')}`;
}

/** The chart's data for readers who don't see the chart. */
export function chartTable(race) {
  const times = [...new Set(race.series.flatMap(points => [...points.keys()]))].sort((a, b) => a - b);
  const columns = [
    'time', ...race.labels.flatMap(label => [`${label} p95`, `${label} answers`, `${label} failed`]), 'bystander p95',
  ];
  const cellsOf = point => point
    ? [format.ms(point.p95), format.rate(answersPerSecond(point)), `${point.failed}`] : ['', '', ''];
  const row = at => [
    `${(at / 1000).toFixed(2)} s`, ...race.labels.flatMap((_, lane) => cellsOf(race.series[seriesOf(lane)].get(at))),
    cellsOf(race.series[BYSTANDER].get(at))[0],
  ];
  const data = table({}, columns, times.map(at => h('tr', row(at).map(cell => h('td', cell)))));
  data.prepend(h('caption', { class: 'visually-hidden' }, 'The chart as a table, one row per quarter of a second'));
  return data;
}
