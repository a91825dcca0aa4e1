// What happens in a race now, whose turn it is, and how long it still takes. A replay says the same at the same time.
import { currentPhase, isLoading } from './race-state.js';
import * as format from './format.js';

const LEAST_WAIT_MS = 1000; // a shorter time without load needs no words
const LEAST_SILENCE_MS = 2000; // requests time out after 2 s in a short race, after 3 s by the full method

const explanations = {
  answers: 'Before the load, all lanes must send the same data.',
  warmUp: 'These requests compile the code and fill the caches. They don’t count.',
  capacity: 'A few clients ask again as soon as they have an answer.',
  bothHold: 'A load that every lane should keep up with. Their latencies are compared here.',
  onlyOneHolds: 'More than the slower lane can answer. Watch the failures, and the bystander: an unrelated route.',
  extras: 'The load is over.',
};

export const explanationOf = race => explanations[currentPhase(race)?.phase] ?? '';

/** "Overload at 67 requests/s · bad's turn · about 12 s left". */
export const statusOf = race => [phaseWords(race), turnWords(race), timeLeft(race)].filter(Boolean).join(' · ');

function phaseWords(race) {
  const words = currentPhase(race)?.words ?? 'Getting ready …';
  return words[0].toUpperCase() + words.slice(1);
}

function turnWords(race) {
  const { turn, labels } = race, phase = currentPhase(race)?.phase;
  if (!turn) return phase === 'onlyOneHolds' && race.hasTurns ? 'first the bystander alone' : '';
  const name = labels[turn.lane];
  if (!turn.loaded && turn.forMs >= LEAST_WAIT_MS) {
    return `${name} is under no load; waiting until the server has recovered (${Math.floor(turn.forMs / 1000)} s)`;
  }
  return phase === 'bothHold' ? `${format.list(labels)} take turns` : `${name}${name.endsWith('s') ? '’' : '’s'} turn`;
}

/** Milliseconds until the race ends, as far as the stage knows. Null if it has not said so. */
function leftMs(race) {
  const phase = currentPhase(race);
  if (phase && (phase.leftMs ?? null) !== null) return phase.at + phase.leftMs - race.at;
  return race.plannedMs === null ? null : race.plannedMs - race.at;
}

function timeLeft(race) {
  const ms = leftMs(race);
  if (ms === null) return '';
  return ms > 0 ? `about ${Math.ceil(ms / 1000)} s left` : 'a little longer';
}

/** The share of the race that is over, in percent. Null if it is not known. */
export function percentOf(race) {
  const ms = leftMs(race);
  return ms === null ? null : Math.min(99, Math.round(100 * race.at / (race.at + Math.max(0, ms))));
}

/** The words for a lane that is under load and has not answered for a while; empty for other lanes. */
export function silence(race, lane) {
  const silentMs = isLoading(race) ? race.now?.[lane]?.silentMs : 0;
  return silentMs >= LEAST_SILENCE_MS ? `no answer for ${Math.floor(silentMs / 1000)} s` : '';
}
