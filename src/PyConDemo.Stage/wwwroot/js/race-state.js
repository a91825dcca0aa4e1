// What the page knows about a race. Live races and replays send the same events.

/** The bystander's series, as in every saved race. A third lane comes after it. */
export const BYSTANDER = 2;
export const seriesOf = lane => lane < BYSTANDER ? lane : lane + 1;

export const newRace = (labels = ['bad', 'good']) => ({
  slug: null, title: '', labels, thorough: false, timeoutMs: null, plannedMs: null, // known at the start
  running: false, at: 0, phases: [], series: [new Map(), new Map(), new Map(), new Map()], now: null,
  result: null, facts: null, server: null, evidence: null, notSaved: null, failed: null, // known at the end
});

/** What each event changes in a race. */
export const raceEvents = {
  started: (race, data) => Object.assign(race, data, { running: true }),
  lanes: Object.assign,
  phase(race, data) {
    race.phases.push(data);
    race.at = Math.max(race.at, data.at);
  },
  points(race, { at, now, points }) {
    race.at = Math.max(race.at, at);
    race.now = now;
    // The key is a point's own time: a late point is drawn at its place, and a repeated one replaces the earlier one.
    for (const point of points) race.series[point.series].set(point.at, point);
  },
  ended: Object.assign,
  why(race, data) { race.evidence = data; },
  saved(race, { problem }) { race.notSaved = problem; },
  failed: (race, data) => Object.assign(race, { failed: data, running: false }),
  idle(race) { race.running = false; },
};

/** Applies one event. Types that say nothing about the race are ignored. */
export const applyEvent = (race, type, data) => raceEvents[type]?.(race, data);

export const pointsOf = (race, series) => [...race.series[series].values()].sort((a, b) => a.at - b.at);
export const isLoading = race => race.running && !race.result;
export const currentPhase = race => race.phases.at(-1);
