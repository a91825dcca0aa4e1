// A race as the page knows it. Live and replayed races take the same messages.

/** A point's series by the lane's place: 2 is the bystander, as in every saved race. */
export const seriesOf = lane => lane < 2 ? lane : lane + 1;
export const BYSTANDER = 2;

export const newRace = (replay = null) => ({
  replay, id: null, slug: null, title: '', labels: replay?.race.lanes.map(l => l.label) ?? ['bad', 'good'], thorough: false, timeoutMs: null, plannedMs: null, at: 0,
  phases: [], series: [new Map(), new Map(), new Map(), new Map()], now: null, result: null, facts: null, server: null, why: null,
  failed: null, running: false, saved: null,
});

/** Takes one message in. Points are keyed by their own time, so a late one lands where it belongs and a repeated one does no harm. */
export function take(race, type, data) {
  switch (type) {
    case 'started': Object.assign(race, { ...data, running: true }); break;
    case 'lanes': Object.assign(race, { labels: data.labels, plannedMs: data.plannedMs }); break;
    case 'phase': race.phases.push(data); race.at = Math.max(race.at, data.at); break;
    case 'points':
      race.at = Math.max(race.at, data.at);
      race.now = data.now;
      for (const point of data.points) race.series[point.series].set(point.at, point);
      break;
    case 'ended': Object.assign(race, { result: data.result, facts: data.facts, server: data.server, thorough: data.thorough }); break;
    case 'why': race.why = data; break;
    case 'saved': race.saved = data.id; break;
    case 'failed': race.failed = data; race.running = false; break;
    case 'idle': race.running = false; break;
  }
  return race;
}

/** What the server told during the overload of each of the lanes that `why` explains. */
export const serverOf = (race, why) => race?.server && why.lanes.map(l => race.server[race.result.lanes.findIndex(r => r.name === l.lane)] ?? {});

export const pointsOf = (race, series) => [...race.series[series].values()].sort((a, b) => a.at - b.at);
export const isLoading = race => race.running && !race.result;
export const phaseNow = race => race.phases.at(-1);
