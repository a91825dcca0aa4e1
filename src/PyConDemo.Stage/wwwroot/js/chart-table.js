// The chart's data as a table.
import { h, table } from './dom.js';
import { seriesOf, answersPerSecond, BYSTANDER } from './race-state.js';
import * as format from './format.js';

/** One row per quarter of a second. */
export function chartTable(race) {
  const times = [...new Set(race.series.flatMap(points => [...points.keys()]))].sort((a, b) => a - b);
  const columns = ['time',
    ...race.labels.flatMap(label => ['median', 'p95', 'answers', 'failed'].map(name => `${label} ${name}`)),
    'bystander median', 'bystander p95'];
  const latencies = point => point ? [format.ms(point.p50), format.ms(point.p95)] : ['', ''];
  const counts = point => point ? [format.rate(answersPerSecond(point)), `${point.failed}`] : ['', ''];
  const laneCells = (lane, at) => {
    const point = race.series[seriesOf(lane)].get(at);
    return [...latencies(point), ...counts(point)];
  };
  const row = at => [`${(at / 1000).toFixed(2)} s`,
    ...race.labels.flatMap((_, lane) => laneCells(lane, at)), ...latencies(race.series[BYSTANDER].get(at))];
  const data = table({}, columns, times.map(at => h('tr', row(at).map(cell => h('td', cell)))));
  data.prepend(h('caption', { class: 'visually-hidden' }, 'The chart as a table, one row per quarter of a second'));
  return data;
}
