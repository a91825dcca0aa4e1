// Where everything in a race's chart is. One unit is one pixel of the page; `em` is the size of its text.
import { logAxis, textWidth, withZero } from './axes.js';
import { answersPerSecond, pointsOf, quantileOf, seriesOf, BYSTANDER } from './race-state.js';
import { stylesOf } from './lanes.js';

const LATENCY_SHARE = 0.66; // of the height that both plots have

/** The bystander, and each lane. `lines` is the name at the end of a line. Only lanes have a `rateOf` a point. */
export function allSeries(race) {
  const styles = stylesOf(race.labels);
  const lanes = race.labels.map((name, lane) => ({
    name, style: styles[lane], points: pointsOf(race, seriesOf(lane)), lines: [name], rateOf: answersPerSecond,
  }));
  const lines = ['bystander:', 'an unrelated', 'route'];
  return [{ name: 'bystander', style: 'bystander', points: pointsOf(race, BYSTANDER), lines }, ...lanes];
}

/** Rows for titles, names of phases and time, and two plots that share the rest. */
export function frameOf(race, series, { width, height, em }) {
  const points = series.flatMap(s => s.points);
  const names = series.filter(s => s.points.length).flatMap(s => s.lines);
  const left = textWidth('100 ms', em) + em;
  const right = width - Math.max(...['good', ...names].map(name => textWidth(name, em))) - em;
  const top = 3.1 * em, bottom = height - 2 * em, between = 2.8 * em;
  const latencyBottom = top + Math.max(em, (bottom - top - between) * LATENCY_SHARE), rateTop = latencyBottom + between;

  const latencies = points.map(point => point.failed ? point.max : point[quantileOf(race).key]);
  const hasTimeout = race.timeoutMs && latencies.some(ms => ms >= race.timeoutMs * 0.5);
  if (hasTimeout) latencies.push(race.timeoutMs * 1.3); // above the line there is room for its label
  const [fastest, slowest] = decades(latencies, [1, 100]);
  const [, most] = decades(series.filter(s => s.rateOf).flatMap(s => s.points.map(s.rateOf)), [1, 10]);
  const seconds = Math.max(10, race.at / 1000, ...points.map(point => point.at / 1000));
  const area = { left: left + 0.2 * em, right: width }; // of labels: the names may stand in the right margin
  return {
    width, height, left, right, em, seconds, timeoutMs: hasTimeout ? race.timeoutMs : null,
    top: top - 1.5 * em, bottom, namesY: top - 0.6 * em,
    x: ms => left + (right - left) * ms / 1000 / seconds,
    latency: { y: logAxis(fastest, slowest, latencyBottom, top), area: { ...area, top, bottom: latencyBottom } },
    rate: {
      y: withZero(logAxis(1, most, bottom - 1.3 * em, rateTop), bottom),
      area: { ...area, top: rateTop, bottom }, titleY: rateTop - 0.95 * em,
    },
  };
}

/** The time at a place from left to right. */
export const msAt = ({ left, right, seconds }, place) => (
  Math.max(0, Math.min(1, (place - left) / (right - left))) * seconds * 1000);

/** The powers of ten around the values. `least` is the range that is always covered. */
function decades(values, least) {
  const lowest = values.reduce((a, b) => Math.min(a, b), least[0]);
  const highest = values.reduce((a, b) => Math.max(a, b), least[1]);
  return [10 ** Math.floor(Math.log10(Math.max(0.01, lowest))), 10 ** Math.ceil(Math.log10(highest) + 0.02)];
}
