// The live chart: latency above, throughput below, one axis of time. Logarithmic, so that a factor is the same length anywhere.
import { h, svg } from './dom.js';
import { pointsOf, isLoading, phaseNow, seriesOf, BYSTANDER } from './race-state.js';
import { looksOf } from './lane-styles.js';
import * as say from './format.js';

const W = 1180, L = 92, R = 96, TOP = 46, LAT = 300, GAP = 50, RATE = 125;
const H = TOP + LAT + GAP + RATE + 40;
const BIN = 0.25; // seconds per point

export function drawChart(race) {
  const lanes = race.labels.map((_, lane) => seriesOf(lane)), all = [BYSTANDER, ...lanes];
  const series = race.series.map((_, i) => pointsOf(race, i));
  const own = looksOf(race.labels), looks = { [BYSTANDER]: 'by', ...Object.fromEntries(lanes.map((i, lane) => [i, own[lane]])) };
  const seconds = Math.max(10, race.at / 1000, ...series.map(s => (s.at(-1)?.at ?? 0) / 1000));
  const x = ms => L + (W - L - R) * (ms / 1000) / seconds;
  const latencies = series.flat().map(p => p.p95);
  const y = scale(latencies, [1, 100], TOP + LAT, TOP);
  const rates = lanes.flatMap(i => series[i]).map(p => (p.count - p.failed) / BIN).filter(r => r > 0);
  const v = scale(rates, [1, 10], TOP + LAT + GAP + RATE, TOP + LAT + GAP);
  const names = { [BYSTANDER]: 'bystander', ...Object.fromEntries(lanes.map((i, lane) => [i, race.labels[lane]])) };

  const root = svg('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': describe(race) });
  root.append(...bands(race, x, seconds), ...grid(y, say.ms), ...grid(v, say.rate), ...clock(x, seconds));
  root.append(svg('text', { x: L, y: TOP + LAT + GAP - 12, class: 'title' }, 'answers per second'), svg('text', { x: L, y: 20, class: 'title' }, 'latency, p95'));
  if (race.timeoutMs && latencies.some(l => l >= race.timeoutMs * 0.5)) {
    const at = y(race.timeoutMs);
    root.append(svg('line', { x1: L, x2: W - R, y1: at, y2: at, class: 'limit' }), svg('text', { x: L + 8, y: at - 7, class: 'tick' }, 'time-out'));
  }
  const labels = [];
  for (const i of all) {
    root.append(...line(series[i].map(p => [x(p.at), y(p.p95)]), looks[i], i !== BYSTANDER));
    for (const p of series[i].filter(p => p.failed)) root.append(cross(x(p.at), y(p.max), looks[i]));
    if (i !== BYSTANDER) root.append(...line(series[i].map(p => [x(p.at), v(Math.max((p.count - p.failed) / BIN, v.low))]), looks[i], false));
    if (series[i].length) labels.push({ y: y(series[i].at(-1).p95), x: x(series[i].at(-1).at), name: names[i], look: looks[i] });
  }
  root.append(...apart(labels).map(l => svg('text', { x: Math.min(l.x + 12, W - R + 8), y: l.y + 6, class: l.look }, l.name)));
  for (const words of silences(race)) root.append(svg('text', { x: (L + W - R) / 2, y: TOP + LAT / 2, class: 'shout', 'text-anchor': 'middle' }, words));
  return root;
}

/** "bad: no answer for 3 s", for each lane that is loaded and silent. */
export const silences = race => isLoading(race)
  ? (race.now ?? []).flatMap((n, i) => n.silentMs >= 3000 ? [`${race.labels[i]}: no answer for ${Math.floor(n.silentMs / 1000)} s`] : []) : [];

function scale(values, least, bottom, top) {
  const low = 10 ** Math.floor(Math.log10(Math.max(0.01, Math.min(least[0], ...values))));
  const high = 10 ** Math.ceil(Math.log10(Math.max(least[1], ...values)) + 0.02);
  const place = value => bottom - (bottom - top) * Math.log10(Math.max(low, value) / low) / Math.log10(high / low);
  return Object.assign(place, { low, high });
}

function* grid(place, words) {
  for (let value = place.low; value <= place.high * 1.001; value *= 10) {
    yield svg('line', { x1: L, x2: W - R, y1: place(value), y2: place(value), class: 'grid' });
    yield svg('text', { x: L - 12, y: place(value) + 6, class: 'tick', 'text-anchor': 'end' }, words(value).replace(/\.0+(?=\D)/, ''));
  }
}

function* clock(x, seconds) {
  const step = [2, 5, 10, 20, 30, 60].find(s => seconds / s <= 9) ?? 120;
  for (let s = 0; s <= seconds; s += step) yield svg('text', { x: x(s * 1000), y: H - 8, class: 'tick', 'text-anchor': 'middle' }, `${s} s`);
}

function* bands(race, x, seconds) {
  const shown = { warmUp: 'warm-up', capacity: 'capacity' };
  for (const [i, phase] of race.phases.entries()) {
    const until = race.phases[i + 1]?.at ?? (isLoading(race) ? race.at : Math.max(race.at, phase.at));
    if (i % 2) yield svg('rect', { x: x(phase.at), y: TOP - 20, width: Math.max(0, x(until) - x(phase.at)), height: H - TOP - 10, class: 'band' });
    yield svg('line', { x1: x(phase.at), x2: x(phase.at), y1: TOP - 20, y2: H - 30, class: 'bound' });
    const words = phase.rate ? say.rate(phase.rate) : shown[phase.phase];
    if (words && x(until) - x(phase.at) > 11 * words.length) yield svg('text', { x: x(phase.at) + 6, y: TOP - 2, class: 'tick' }, words);
  }
}

/** A line is broken where nothing came for a while: what was not measured is not drawn. */
function* line(points, look, dots) {
  let run = [];
  const gap = 70;
  for (const [i, point] of points.entries()) {
    if (i && point[0] - points[i - 1][0] > gap) { yield poly(run, look); run = []; }
    run.push(point);
  }
  if (run.length) yield poly(run, look);
  if (dots) for (const [cx, cy] of points) yield mark(cx, cy, look);
}

/** Shapes tell lanes apart where colours don't. */
const shapes = { yours: 'l6 6l-6 6l-6 -6z', step: 'l6 11h-12z' }; // a diamond and a triangle, from their top; others are circles
const mark = (cx, cy, look) => shapes[look] ? svg('path', { d: `M${cx.toFixed(1)} ${(cy - 6).toFixed(1)}${shapes[look]}`, class: `mark ${look}` })
  : svg('circle', { cx: cx.toFixed(1), cy: cy.toFixed(1), r: look === 'bad' ? 4 : 3, class: look });

const poly = (run, look) => svg('polyline', { points: run.map(p => p.map(n => n.toFixed(1)).join()).join(' '), class: look });
const cross = (cx, cy, look) => svg('path', { d: `M${cx - 6} ${cy - 6}l12 12m0 -12l-12 12`, class: `cross ${look}` });

function apart(labels) {
  labels.sort((a, b) => a.y - b.y);
  for (let i = 1; i < labels.length; i++) labels[i].y = Math.max(labels[i].y, labels[i - 1].y + 22);
  return labels;
}

function describe(race) {
  const last = race.labels.map((_, lane) => pointsOf(race, seriesOf(lane)).at(-1));
  return `Latency and throughput of ${last.length > 2 ? 'three' : 'both'} lanes over time. ${phaseNow(race)?.words ?? ''} ` +
    last.map((p, i) => p ? `${race.labels[i]}: p95 ${say.ms(p.p95)}.` : '').join(' ');
}

/** The same data for those who don't see the chart. */
export function chartTable(race) {
  const times = [...new Set(race.series.flatMap(s => [...s.keys()]))].sort((a, b) => a - b);
  const cells = (i, at) => { const p = race.series[i].get(at); return p ? [say.ms(p.p95), say.rate((p.count - p.failed) / BIN), `${p.failed}`] : ['', '', '']; };
  return h('table', {},
    h('caption', { class: 'visually-hidden' }, 'The chart as a table, one row per quarter of a second'),
    h('thead', {}, h('tr', {}, ['time', ...race.labels.flatMap(l => [`${l} p95`, `${l} answers`, `${l} failed`]), 'bystander p95'].map(n => h('th', { scope: 'col' }, n)))),
    h('tbody', {}, times.map(at => h('tr', {}, [`${(at / 1000).toFixed(2)} s`, ...race.labels.flatMap((_, lane) => cells(seriesOf(lane), at)), cells(BYSTANDER, at)[0]].map(c => h('td', {}, c))))));
}
