// The chart of a race: latency above, throughput below, one time axis.
import { svg } from './dom.js';
import { grid, text, textWidth } from './axes.js';
import { allSeries, frameOf, msAt } from './chart-frame.js';
import { failures, plotLines } from './chart-lines.js';
import { comparedLatencies, lineNames, silences, timeoutLabel } from './chart-labels.js';
import { phaseBands } from './chart-phases.js';
import { readout } from './chart-readout.js';
import { labelPlacer } from './label-placer.js';
import { answersPerSecond, currentPhase, quantileOf } from './race-state.js';
import * as format from './format.js';

const rateTitle = 'answers per second, log scale';

/**
 * @param size the drawing's `width` and `height`, and the text's size `em`, in pixels
 * @param cursor the place from left to right whose values are shown; null for none
 */
export function drawChart(race, size, cursor = null) {
  const { width, height, em } = size, quantile = quantileOf(race);
  const series = allSeries(race), frame = frameOf(race, series, size), { latency, rate, left, right } = frame;
  const phases = phaseBands(race, frame, width - textWidth(rateTitle, em) - 2 * em);
  const latencies = plotLines(race, series, frame, latency, point => point[quantile.key]);
  const rates = plotLines(race, series.filter(s => s.rateOf), frame, rate, answersPerSecond);
  const limit = frame.timeoutMs && latency.y(frame.timeoutMs);
  const limits = limit ? [[[left, limit], [right, limit]]] : [];
  const latencyPlacer = labelPlacer(latency.area, em, [...latencies.lines, ...limits]);
  const ratePlacer = labelPlacer(rate.area, em, rates.lines);
  const viewBox = `0 0 ${width} ${height}`, words = describe(race, series);
  return svg('svg', { width, height, viewBox, 'font-size': em, role: 'img', 'aria-label': words },
    phases.drawing,
    ...grid(latency.y, tick(format.ms), left, right, em), ...grid(rate.y, tick(format.rate), left, right, em),
    ...timeAxis(frame), text(0, em, 'title', `latency (${quantile.name}), log scale`),
    text(0, rate.titleY, 'title', rateTitle), text(width, rate.titleY, 'tick', phases.legend, 'end'),
    limit && svg('line', { x1: left, x2: right, y1: limit, y2: limit, class: 'limit' }),
    latencies.drawing, rates.drawing, failures(series, frame),
    silences(race, latencyPlacer, frame), lineNames(latencies.ends, latencyPlacer, em),
    lineNames(rates.ends, ratePlacer, em), comparedLatencies(race, latencyPlacer, frame),
    limit && timeoutLabel(frame, latencyPlacer),
    cursor !== null && readout(series, msAt(frame, cursor), quantile.key, frame));
}

/** Numbers on an axis are round, so the zeros at the end of their decimals are left out. */
const tick = words => value => words(value).replace(/(\.\d*?)0+(?=\D)/, '$1').replace(/\.(?=\D)/, '');

function* timeAxis({ x, seconds, left, right, height, em }) {
  const most = (right - left) / (4 * em); // labels that have room
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300].find(s => seconds / s <= most) ?? 600;
  for (let s = 0; s <= seconds; s += step) yield text(x(s * 1000), height - 0.3 * em, 'tick', `${s} s`, 'middle');
}

function describe(race, series) {
  const { key, name } = quantileOf(race);
  const last = series.filter(s => s.rateOf && s.points.length)
    .map(({ name: lane, points }) => `${lane}: ${name} ${format.ms(points.at(-1)[key])}.`);
  const number = race.labels.length > 2 ? 'three' : 'both';
  return `Latency and throughput of ${number} lanes over time. ${currentPhase(race)?.words ?? ''} ${last.join(' ')}`;
}
