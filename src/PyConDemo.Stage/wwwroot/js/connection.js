// What the stage's process says, and what it is asked. One stream for the whole page.
import { newRace, take } from './race-state.js';

export const stage = { link: 'opening', state: { api: 'starting', message: '', order: [] }, patterns: [], race: null, checklist: null, act: null };
const watchers = new Set();
export const watch = callback => { watchers.add(callback); return () => watchers.delete(callback); };
const tell = type => { for (const w of [...watchers]) w(type); };

const raceTypes = ['started', 'lanes', 'phase', 'points', 'ended', 'why', 'saved', 'failed', 'idle'];

export function connect() {
  const events = new EventSource('/stage/events');
  // Each connection tells the running race from its start: what was known is forgotten first.
  events.addEventListener('open', () => { stage.link = 'open'; stage.race = null; tell('link'); });
  events.addEventListener('error', () => { stage.link = 'lost'; tell('link'); });
  for (const type of ['state', 'patterns', 'checklist', 'act']) {
    events.addEventListener(type, e => { stage[type] = JSON.parse(e.data); tell(type); });
  }
  for (const type of raceTypes) {
    events.addEventListener(type, e => {
      if (type === 'started') stage.race = newRace();
      if (stage.race) take(stage.race, type, JSON.parse(e.data));
      tell(type);
    });
  }
  return events;
}

export async function ask(path, method = 'GET') {
  const answer = await fetch(path, { method });
  if (answer.status === 204) return null;
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(body?.detail ?? `${path} answered ${answer.status}`);
  return body;
}

export const startRace = (slug, lanes) => ask(`/stage/races/${slug}?lanes=${lanes.join()}`, 'POST');
export const stopRace = () => ask('/stage/races/stop', 'POST');

/** The patterns in the talk's order; without an API, as far as the replays know them. */
export async function patterns() {
  if (stage.patterns.length) return stage.patterns;
  const known = new Map((await replays()).map(r => [r.slug, { slug: r.slug, title: r.title, symptom: r.symptom, lanes: [], dial: null }]));
  return (stage.state.order ?? []).map(slug => known.get(slug) ?? { slug, title: slug, symptom: '', lanes: [], dial: null });
}

export const replays = () => ask('/stage/replays').catch(() => []);
