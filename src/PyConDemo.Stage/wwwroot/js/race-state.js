// What the page knows about a race. Live races and replays send the same events.

/** The bystander's series, as in every saved race. A third lane comes after it. */
export const BYSTANDER = 2;
export const seriesOf = lane => lane < BYSTANDER ? lane : lane + 1;

export const newRace = (labels = ['bad', 'good']) => ({
  slug: null, title: '', labels, thorough: false, timeoutMs: null, plannedMs: null, // known at the start
  running: false, at: 0, phases: [], series: [new Map(), new Map(), new Map(), new Map()], now: null,
  result: null, facts: null, server: null, evidence: null, failed: null, // known at the end
});

/**
 * Applies one event. A point's key is its own time, so a late point is drawn at the right place, and a repeated point
 * replaces the earlier one.
 */
export function applyEvent(race, type, data) {
  switch (type) {
    case 'started':
      Object.assign(race, data, { running: true });
      break;
    case 'lanes':
    case 'ended':
      Object.assign(race, data);
      break;
    case 'phase':
      race.phases.push(data);
      race.at = Math.max(race.at, data.at);
      break;
    case 'points':
      race.at = Math.max(race.at, data.at);
      race.now = data.now;
      for (const point of data.points) race.series[point.series].set(point.at, point);
      break;
    case 'why':
      race.evidence = data;
      break;
    case 'failed':
      race.failed = data;
      race.running = false;
      break;
    case 'idle':
      race.running = false;
      break;
  }
}

export const pointsOf = (race, series) => [...race.series[series].values()].sort((a, b) => a.at - b.at);
export const isLoading = race => race.running && !race.result;
export const currentPhase = race => race.phases.at(-1);
