// One lane's numbers. Each place keeps its label and its meaning during the race and afterwards.
import { h, setText } from './dom.js';
import { currentPhase, quantileOf } from './race-state.js';
import { silence } from './race-status.js';
import * as format from './format.js';

/** @param slug the pattern's, because one of them has numbers of its own */
export function laneCard(name, style, slug) {
  const places = Array.from({ length: 6 }, () => ({ label: h('dt'), value: h('dd') }));
  const [compared, other, ...cells] = places.map(({ label, value }) => h('div', label, value));
  compared.className = 'compared';
  other.className = 'other';
  const remark = h('p', { class: 'remark' });
  return {
    element: h('section', { class: `panel lane ${style}`, 'data-lane': style, 'aria-label': name },
      h('header', h('h2', name), remark),
      h('dl', { class: 'lead' }, compared, other), h('dl', { class: 'cells' }, cells)),
    draw(race, i) {
      const numbers = [...latencies(race, i), ...cellsOf(race, i, slug)];
      numbers.forEach(([label, value], n) => {
        setText(places[n].label, label);
        setText(places[n].value, value);
      });
      const silent = silence(race, i), failed = failuresOf(race, i);
      remark.className = silent ? 'remark silent' : 'remark';
      remark.title = failed;
      setText(remark, silent || failed);
    },
  };
}

const at = rate => rate ? ` at ${format.rate(rate)}` : '';
const failedShare = load => load ? (load.sent - load.answered) / Math.max(1, load.sent) : 0;

/** The lane's numbers now, and their rate. When the load is over, those at the rate that all sustain. */
function liveNumbers(race, i) {
  const phase = currentPhase(race);
  if (phase?.phase !== 'extras') return { now: race.now?.[i], rate: phase?.rate };
  return { now: race.atSharedRate?.[i], rate: race.phases.find(p => p.phase === 'bothHold')?.rate };
}

/** At the end: the load that only one lane should sustain, or else the other one. */
function lastLoad({ result }, i) {
  const { bothHold, onlyOneHolds } = result.lanes[i] ?? {}; // the page may show more lanes than raced
  if (onlyOneHolds) return { load: onlyOneHolds, inTime: onlyOneHolds.answeredInTime, rate: result.overloadRate };
  return { load: bothHold, inTime: bothHold?.answered, rate: result.sharedRate };
}

/** The latency that the verdict compares and the chart shows, and another quantile. At other rates they would mean
 *  something else, so they begin with the load that all lanes sustain, and stay as they were at its end. */
function latencies(race, i) {
  const { key, name } = quantileOf(race), other = key === 'p50' ? ['p95', 'p95'] : ['median', 'p50'];
  const result = race.result ?? race.compared, load = result?.lanes[i]?.bothHold;
  const rate = race.phases.find(phase => phase.phase === 'bothHold')?.rate ?? result?.sharedRate;
  const isFailing = load && !load.latency && failedShare(load) > 0.05; // a failure takes at least the time-out
  const numbers = result ? load?.latency : race.atSharedRate?.[i];
  const words = quantile => isFailing ? `> ${format.ms(race.timeoutMs)}` : format.ms(numbers?.[quantile]);
  return [[`${name}${at(rate)}`, words(key)], [other[0], words(other[1])]];
}

function cellsOf(race, i, slug) {
  const cells = slug === 'long-requests' ? [reportTime, bystander, unanswered, cost]
    : [answers, capacity, unanswered, cost];
  return cells.map(cell => cell(race, i));
}

function answers(race, i) {
  const label = 'answers per second';
  if (!race.result) return [label, format.rate(liveNumbers(race, i).now?.rps)];
  const { load, inTime, rate } = lastLoad(race, i);
  return [label, format.rate(load && rate * inTime / Math.max(1, load.sent))];
}

function capacity({ result }, i) {
  return ['capacity', format.rate(result?.lanes[i]?.capacity || null)];
}

/** A request that is not answered when the load ends counts as much as one that failed. */
function unanswered(race, i) {
  const label = rate => `failed or unfinished${at(rate)}`;
  if (!race.result) {
    const { now, rate } = liveNumbers(race, i);
    return [label(rate), now?.count ? format.share(now.failed / now.count) : format.none];
  }
  const { load, inTime, rate } = lastLoad(race, i);
  return [label(rate), load ? format.share((load.sent - inTime) / Math.max(1, load.sent)) : format.none];
}

/** An answer of 202 comes before the work is done, so the time to the report is the one that users wait for. */
function reportTime({ result }, i) {
  const time = result?.extras.find(extra => extra.name.endsWith('half are done within'));
  const label = time?.name.replace(' ordered at once, half are', ' at once: half') ?? 'reports at once: half done';
  return [label, format.ms(time && [time.first, time.second, time.third][i])];
}

function bystander({ result }, i) {
  const label = 'unrelated route next to it (p95)';
  return [label, format.ms(result?.lanes[i]?.onlyOneHolds?.bystander?.p95)];
}

function cost({ result, facts }, i) {
  const price = facts?.pricePerCpuHour;
  const label = `CPU cost per million requests${price ? ` (at $${price} per core-hour)` : ''}`;
  const lane = result?.lanes[i];
  return [label, lane?.cost.requests > 0 ? format.dollars(lane.cost.perMillion) : format.none];
}

/** How the requests failed whose share the card shows. */
function failuresOf(race, i) {
  if (!race.result) return liveNumbers(race, i).now?.failures ?? '';
  const { load } = lastLoad(race, i);
  return load ? format.failures(load) : '';
}
