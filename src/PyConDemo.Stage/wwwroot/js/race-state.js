// What the page knows about a race. Live races and replays send the same events.

/** The bystander's series, as in every saved race. A third lane comes after it. */
export const BYSTANDER = 2;
export const seriesOf = lane => lane < BYSTANDER ? lane : lane + 1;

export const newRace = (labels = ['bad', 'good']) => ({
  slug: null, title: '', labels, thorough: false, timeoutMs: null, plannedMs: null, // known at the start
  running: false, at: 0, phases: [], series: [new Map(), new Map(), new Map(), new Map()], now: null,
  turn: null, hasTurns: false, // earlier versions saved no turns
  quantile: 0.5, // of the latencies that are compared: 0.5 or 0.95; known when their load begins
  atSharedRate: null, // the lanes' last numbers at the rate that all sustain
  compared: null, // the result so far, when the latencies are compared and the overload begins
  result: null, facts: null, server: null, table: null, // known at the end
  evidence: null, notSaved: null, failed: null,
});

/** What each event changes in a race. */
export const raceEvents = {
  started: (race, data) => Object.assign(race, data, { running: true }),
  lanes: Object.assign,
  phase(race, data) {
    race.phases.push(data);
    race.at = Math.max(race.at, data.at);
    race.turn = null;
  },
  points(race, { at, now, points, turn }) {
    race.at = Math.max(race.at, at);
    race.now = now;
    race.turn = turn ?? null;
    race.hasTurns ||= !!turn;
    if (currentPhase(race)?.phase === 'bothHold') race.atSharedRate = now;
    // The key is a point's own time: a late point is drawn at its place, and a repeated one replaces the earlier one.
    for (const point of points) race.series[point.series].set(point.at, point);
  },
  quantile: Object.assign,
  compared(race, { result }) { race.compared = result; },
  ended(race, data) {
    Object.assign(race, data);
    race.quantile = data.result.compared?.quantile ?? race.quantile;
  },
  table(race, data) { race.table = data; },
  why(race, data) { race.evidence = data; },
  saved(race, { problem }) { race.notSaved = problem; },
  failed: (race, data) => Object.assign(race, { failed: data, running: false }),
  idle(race) { race.running = false; },
};

/** Applies one event. Types that say nothing about the race are ignored. */
export const applyEvent = (race, type, data) => raceEvents[type]?.(race, data);

const BIN_SECONDS = 0.25; // per point
export const answersPerSecond = point => (point.count - point.failed) / BIN_SECONDS;

export const pointsOf = (race, series) => [...race.series[series].values()].sort((a, b) => a.at - b.at);
/** The quantile of the big numbers, of the chart and of the verdict: as a field's name, and in words. */
export const quantileOf = race => race.quantile === 0.95 ? { key: 'p95', name: 'p95' } : { key: 'p50', name: 'median' };

export const isLoading = race => race.running && !race.result;
export const currentPhase = race => race.phases.at(-1);
