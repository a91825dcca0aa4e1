// A race: chart, numbers and verdict. Live races and replays use the same view.
import { h, setText } from './dom.js';
import { drawChart, chartTable, silence } from './chart.js';
import { isLoading, currentPhase } from './race-state.js';
import { stylesOf } from './lanes.js';
import * as format from './format.js';

/** @param laneNames returns the lanes that are shown before there is a race */
export function raceView(laneNames) {
  const chart = h('div', { class: 'chart' });
  const table = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Chart data' });
  const data = h('details', { ontoggle: drawTable }, h('summary', 'Chart data as a table'), table);
  const column = h('div', { class: 'lanes' });
  const verdict = h('section', { class: 'panel verdict', 'aria-label': 'Verdict' });
  let panels = [], shown = '', drawn = null;

  function drawTable() {
    if (drawn && data.open) table.replaceChildren(chartTable(drawn));
  }

  function showLanes(names) {
    if (shown === names.join()) return;
    shown = names.join();
    const styles = stylesOf(names);
    panels = names.map((name, i) => lanePanel(name, styles[i]));
    column.className = `lanes${panels.length > 2 ? ' three' : ''}`;
    column.replaceChildren(...panels.map(panel => panel.element));
  }

  /** A race keeps the lanes that it was started with. It doesn't report them before it is planned. */
  function lanesOf(race) {
    const names = laneNames();
    const isSame = race.labels.every((label, i) => label === names[i]);
    return isSame || race.plannedMs === null ? names : race.labels;
  }

  return {
    element: h('div',
      h('div', { class: 'race' }, h('section', { class: 'panel', 'aria-label': 'Chart' }, chart, data), column),
      verdict),
    draw(race, idleText) {
      drawn = race;
      showLanes(lanesOf(race));
      chart.replaceChildren(drawChart(race));
      if (!isLoading(race)) drawTable();
      panels.forEach((panel, i) => panel.draw(race, i));
      verdict.replaceChildren(...verdictParts(race, idleText));
    },
  };
}

function lanePanel(name, style) {
  const numbers = Array.from({ length: 4 }, () => ({ label: h('dt'), value: h('dd') }));
  const failures = h('p', { class: 'failures' });
  const silent = h('p', { class: 'silent', role: 'status' });
  return {
    element: h('section', { class: `panel lane ${style}`, 'data-lane': style, 'aria-label': name },
      h('h2', name),
      h('dl', numbers.map(({ label, value }, i) => h('div', { class: i === 0 && 'p95' }, label, value))),
      failures, silent),
    draw(race, i) {
      const isDone = race.result?.lanes[i] && !race.result.refused;
      const texts = isDone ? finalNumbers(race, i) : liveNumbers(race.now?.[i]);
      texts.forEach(([label, value], n) => {
        setText(numbers[n].label, label);
        setText(numbers[n].value, value);
      });
      setText(failures, (isDone ? finalFailures(race.result.lanes[i]) : race.now?.[i]?.failures) ?? '');
      setText(silent, silence(race, i));
    },
  };
}

const liveNumbers = now => [
  ['p95', format.ms(now?.p95)],
  ['failed', format.count(now?.failed)],
  ['answers per second', format.rate(now?.rps)],
  ['CPU cost per million', format.none],
];

const failedShare = load => load ? (load.sent - load.answered) / Math.max(1, load.sent) : 0;

function finalNumbers({ result, timeoutMs }, i) {
  const { bothHold, onlyOneHolds, capacity, cost } = result.lanes[i];
  const { sharedRate, overloadRate, compared } = result;
  const quantile = compared?.quantile === 0.5 ? 'p50' : 'p95'; // the one that the verdict compares
  const load = onlyOneHolds ?? bothHold;
  const loadRate = onlyOneHolds ? overloadRate : sharedRate;
  let latency = format.none;
  if (bothHold?.latency) latency = format.ms(bothHold.latency[quantile]);
  else if (failedShare(bothHold) > 0.05) latency = `> ${format.ms(timeoutMs)}`; // a failure takes at least the time-out
  const failed = load ? `${Math.round(100 * failedShare(load))} %` : format.none;
  return [
    [sharedRate ? `${quantile} at ${format.rate(sharedRate)}` : quantile, latency],
    [loadRate ? `failed at ${format.rate(loadRate)}` : 'failed', failed],
    ['capacity', capacity > 0 ? format.rate(capacity) : format.none],
    ['CPU cost per million', cost.requests > 0 ? format.dollars(cost.perMillion) : format.none],
  ];
}

/** How the requests failed whose share the panel shows. */
function finalFailures({ bothHold, onlyOneHolds }) {
  const load = onlyOneHolds ?? bothHold;
  return load && format.failures(load);
}

function verdictParts(race, idleText) {
  if (race.failed) return [h('p', { class: race.failed.stopped ? 'quiet' : 'bad' }, race.failed.message)];
  if (race.result) {
    const verdict = h('p', { id: 'verdict' }, race.result.verdict);
    const notSaved = race.notSaved && h('p', { class: 'bad' }, race.notSaved);
    return [factor(race.result), h('div', verdict, method(race), notSaved)];
  }
  if (!race.running) return [h('p', { class: 'quiet' }, idleText)];
  return [progress(race), h('p', currentPhase(race)?.words ?? 'Getting ready …')];
}

function progress({ at, plannedMs }) {
  if (!plannedMs) return '';
  const percent = Math.min(99, 100 * at / plannedMs);
  const bar = h('i');
  bar.style.width = `${percent}%`;
  return h('div',
    { class: 'progress', role: 'progressbar', 'aria-label': 'Race', 'aria-valuenow': `${Math.round(percent)}` }, bar);
}

function factor({ claim, compared }) {
  const factors = { firstSlower: compared?.ratio, secondSlower: 1 / compared?.ratio };
  if (!factors[claim]) return '';
  const style = claim === 'firstSlower' ? 'bad' : 'good';
  const title = `slower at p${100 * compared.quantile}`;
  return h('span', { class: `factor ${style}`, title }, format.factor(factors[claim]));
}

function method({ thorough, facts, result }) {
  const parts = [thorough ? 'Full method' : 'Short race'];
  if (facts) parts.push(`${facts.scale} data`, facts.machine.split(',')[0], format.dateTime(facts.date));
  if (result.blocks > 0) parts.push(`${result.blocks} blocks per lane`);
  return h('p', { class: 'how' }, parts.filter(Boolean).join(' · '));
}
