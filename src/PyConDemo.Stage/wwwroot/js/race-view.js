// The race itself: chart, big numbers, verdict. The same for a live race and for a replay.
import { h, text } from './dom.js';
import { drawChart, chartTable, silences } from './chart.js';
import { isLoading, phaseNow } from './race-state.js';
import { looksOf } from './lane-styles.js';
import * as say from './format.js';

/** @param names what gives the lanes to show before there is a race */
export function arena(names) {
  const chart = h('div', { class: 'chart' });
  const table = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Chart data' });
  const data = h('details', {}, h('summary', {}, 'Chart data as a table'), table);
  const column = h('div', { class: 'lanes' });
  let lanes = [], shown = '';
  const verdict = h('section', { class: 'panel verdict', 'aria-label': 'Verdict' });
  let drawn = null;
  data.addEventListener('toggle', () => drawn && data.open && table.replaceChildren(chartTable(drawn)));

  /** A race keeps the lanes that it was run with. */
  function show(wanted) {
    if (shown === wanted.join()) return;
    shown = wanted.join();
    const looks = looksOf(wanted);
    lanes = wanted.map((name, i) => lane(name, looks[i]));
    column.className = `lanes${lanes.length > 2 ? ' three' : ''}`;
    column.replaceChildren(...lanes.map(l => l.element));
  }

  return {
    element: h('div', {}, h('div', { class: 'arena' }, h('section', { class: 'panel', 'aria-label': 'Chart' }, chart, data),
      column), verdict),
    draw(race, idle) {
      drawn = race;
      const wanted = names();
      const begins = race.labels.every((label, i) => label === wanted[i]);
      show(begins || race.plannedMs === null ? wanted : race.labels); // before it is planned, a race doesn't tell its lanes
      chart.replaceChildren(drawChart(race));
      if (data.open && !isLoading(race)) table.replaceChildren(chartTable(race));
      lanes.forEach((l, i) => l.draw(race, i));
      verdict.replaceChildren(...words(race, idle));
    },
  };
}

const failing = load => load ? (load.sent - load.answered) / Math.max(1, load.sent) : 0;

function lane(name, look) {
  const dd = () => h('dd', {}, say.none);
  const [p95, failed, rps, cost] = [dd(), dd(), dd(), dd()];
  const labels = { p95: h('dt', {}, 'p95'), failed: h('dt', {}, 'failed'), rps: h('dt', {}, 'per second') };
  const silent = h('p', { class: 'silent', role: 'status' });
  const phase = h('span', { class: 'quiet' });
  return {
    element: h('section', { class: `panel lane ${look}`, 'data-lane': look, 'aria-label': name }, h('h2', {}, name, phase),
      h('dl', {}, h('div', { class: 'p95' }, labels.p95, p95), h('div', {}, labels.failed, failed), h('div', {}, labels.rps, rps),
        h('div', {}, h('dt', {}, 'CPU per million'), cost)), silent),
    draw(race, i) {
      const done = race.result?.lanes[i], now = race.now?.[i];
      if (done && !race.result.refused) {
        const { sharedRate, overloadRate, compared } = race.result, quantile = compared?.quantile === 0.5 ? 'p50' : 'p95'; // what the verdict compares
        text(labels.p95, sharedRate ? `${quantile} at ${say.rate(sharedRate)}` : quantile);
        text(p95, done.bothHold?.latency ? say.ms(done.bothHold.latency[quantile]) : failing(done.bothHold) > 0.05 ? `> ${say.ms(race.timeoutMs)}` : say.none); // a failure lasts as long as the time-out at least
        const over = done.onlyOneHolds ?? done.bothHold, rate = done.onlyOneHolds ? overloadRate : sharedRate;
        text(labels.failed, rate ? `failed at ${say.rate(rate)}` : 'failed');
        text(failed, over ? `${Math.round(100 * failing(over))} %` : say.none);
        text(labels.rps, 'capacity');
        text(rps, done.capacity > 0 ? say.rate(done.capacity) : say.none);
        text(cost, done.cost.requests > 0 ? say.dollars(done.cost.perMillion) : say.none);
      } else {
        text(labels.p95, 'p95');
        text(labels.failed, 'failed');
        text(p95, say.ms(now?.p95));
        text(failed, now ? say.count(now.failed) : say.none);
        text(labels.rps, 'per second');
        text(rps, say.rate(now?.rps));
        text(cost, say.none);
      }
      text(silent, silences(race).find(s => s.startsWith(`${race.labels[i]}:`))?.replace(/^.*?: /, '') ?? '');
    },
  };
}

function* words(race, idle) {
  if (race.failed) {
    yield h('div', {}, h('p', { class: race.failed.stopped ? 'quiet' : 'bad' }, race.failed.message), !race.failed.stopped && h('p', { class: 'how' }, 'The stage starts it again. Then: R'));
    return;
  }
  const { result } = race;
  if (!result) {
    if (race.running && race.plannedMs) {
      const bar = h('i');
      bar.style.width = `${Math.min(99, 100 * race.at / race.plannedMs)}%`;
      yield h('div', { class: 'progress', role: 'progressbar', 'aria-label': 'Race', 'aria-valuenow': `${Math.round(Math.min(99, 100 * race.at / race.plannedMs))}` }, bar);
    }
    yield h('p', { class: race.running ? null : 'quiet' }, race.running ? phaseNow(race)?.words ?? 'Getting ready …' : idle);
    return;
  }
  const ratio = result.claim === 'firstSlower' ? result.compared.ratio : result.claim === 'secondSlower' ? 1 / result.compared.ratio : null;
  if (ratio) yield h('span', { class: `factor ${result.claim === 'firstSlower' ? 'bad' : 'good'}`, title: `slower at p${100 * result.compared.quantile}` }, say.factor(ratio));
  yield h('div', {}, h('p', { id: 'verdict' }, result.verdict), h('p', { class: 'how' },
    [race.thorough ? 'Full method' : 'Short race', race.facts && `${race.facts.scale} data`, race.facts?.machine.split(',')[0], race.facts && say.when(race.facts.date), result.blocks > 0 && `${result.blocks} blocks a lane`].filter(Boolean).join(' · ')));
}
