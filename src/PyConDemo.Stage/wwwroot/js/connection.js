// The connection to the stage's process: one event stream for the whole page, and single requests.
import { newRace, applyEvent, raceEvents } from './race-state.js';

/** What the page knows. `link` is 'opening', 'open' or 'lost'. */
export const stage = {
  link: 'opening',
  state: { api: 'starting', message: '', order: [] },
  patterns: [],
  race: null,
  checklist: null,
  failureDemo: null,
};

const states = { state: 'state', patterns: 'patterns', checklist: 'checklist', act: 'failureDemo' };
const eventTypes = [...Object.keys(states), ...Object.keys(raceEvents)];

function receive(type, data) {
  if (type === 'started') stage.race = newRace();
  if (type in states) stage[states[type]] = data;
  else if (stage.race) applyEvent(stage.race, type, data);
}

/** Opens the stream. `notify(type)` is called after each event, and with 'link' when the connection changes. */
export function connect(notify) {
  const events = new EventSource('/stage/events');
  events.onopen = () => {
    stage.link = 'open';
    stage.race = null; // each connection receives the running race from its start
    notify('link');
  };
  events.onerror = () => {
    stage.link = 'lost';
    notify('link');
  };
  for (const type of eventTypes) {
    events.addEventListener(type, ({ data }) => {
      receive(type, JSON.parse(data));
      notify(type);
    });
  }
}

/** Sends a request and returns the JSON of the answer. An error's message is one line for the user. */
export async function send(path, method = 'GET', signal = null) {
  const answer = await fetch(path, { method, signal });
  if (answer.status === 204) return null;
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(body?.detail ?? `${path} answered ${answer.status}`);
  return body;
}

/** The message of a request's error, or an empty text. */
export const errorOf = request => request.then(() => '', error => error.message);

export const startRace = (slug, lanes) => send(`/stage/races/${slug}?lanes=${lanes.join()}`, 'POST');
export const stopRace = () => send('/stage/races/stop', 'POST');
/** All files in the folder of replays. Those with a problem can't be shown. */
export const listReplayFiles = () => send('/stage/replays').catch(() => []);
export const listReplays = async () => (await listReplayFiles()).filter(file => !file.problem);

/** The patterns in the talk's order. Without an API, only what the saved races tell is known of them. */
export async function listPatterns() {
  if (stage.patterns.length) return stage.patterns;
  const replays = await listReplays();
  return (stage.state.order ?? []).map(slug => {
    const { title, symptom } = replays.findLast(r => r.slug === slug) ?? { title: slug, symptom: '' };
    return { slug, title, symptom, lanes: [], dial: null };
  });
}
