// The last race of each pattern stays on its page until the next one, also after a restart: the stage has saved it.
import { listReplays, send } from './connection.js';
import { newRace, applyEvent } from './race-state.js';

const isOf = (replay, slug, lanes) => replay.slug === slug && lanes.every((name, i) => replay.lanes[i] === name);

/** The newest race of these lanes, or of the first two. One without a verdict counts only if there is no other. */
export function findLast(replays, slug, lanes) {
  const findOf = names => replays.find(replay => isOf(replay, slug, names) && !replay.refused)
    ?? replays.find(replay => isOf(replay, slug, names));
  return findOf(lanes) ?? findOf(lanes.slice(0, 2)) ?? null;
}

/** Loads the last race of these lanes. Null if there is none, or if the stage does not answer. */
export async function loadLast(slug, lanes) {
  const last = findLast(await listReplays(), slug, lanes);
  const saved = last && await send(`/stage/replays/${last.id}`).catch(() => null);
  if (!saved) return null;
  const race = newRace(last.lanes);
  for (const { type, data } of saved.events) applyEvent(race, type, data);
  const { run: facts, table, sources } = saved;
  return Object.assign(race, { id: last.id, slug, running: false, facts, table, sources });
}
