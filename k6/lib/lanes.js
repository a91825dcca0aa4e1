// The lanes of a script run one after the other: when each of them runs, and which of its numbers k6 keeps.
import exec from 'k6/execution';
import { OVERLOAD, SECONDS } from './profiles.js';
import { LANES, PAUSE } from './settings.js';

/**
 * @typedef {import('k6/options').Options} Options
 * @typedef {import('k6/options').Scenario} Scenario
 * @typedef {import('k6/options').Threshold} Threshold
 */

/** Seconds that a lane takes, with the pause before it. */
const turn = PAUSE + SECONDS;

/** Seconds that all lanes of one script take. */
export const ALL_LANES = LANES.length * turn;

/**
 * One scenario for each lane in LANES, in that order, named `<slug>_<lane>` and tagged with both.
 * In the pause before it, `before` runs once. The bystander's scenario runs from start to end.
 * @param {string} slug
 * @param {{ [lane: string]: Scenario }} scenarios `other` is for each lane that has none of its own
 * @returns {Record<string, Scenario>}
 */
export function inTurn(slug, scenarios) {
  /** @type {Record<string, Scenario>} */
  const result = {};
  LANES.forEach((lane, i) => {
    const env = { SLUG: slug, LANE: lane };
    result[`${slug}_${lane}_before`] = {
      executor: 'per-vu-iterations', vus: 1, iterations: 1, exec: 'before', env,
      startTime: `${i * turn}s`, maxDuration: '60s',
    };
    result[`${slug}_${lane}`] = Object.assign({}, scenarios[lane] || scenarios.other, {
      env, tags: { slug, lane }, startTime: `${i * turn + PAUSE}s`,
    });
  });
  result.bystander = scenarios.bystander;
  return result;
}

/**
 * The same scenarios, later: the ones of another script come first.
 * @param {Options} options
 * @param {number} seconds
 * @returns {Record<string, Scenario>}
 */
export function later({ scenarios = {} }, seconds) {
  const delayed = Object.entries(scenarios).map(([name, scenario]) =>
    [name, Object.assign({}, scenario, { startTime: `${parseFloat(scenario.startTime || '0') + seconds}s` })]);
  return Object.fromEntries(delayed);
}

/**
 * Which lane runs at this moment, as `<slug>/<lane>`: the bystander's tag.
 * @param {...string} slugs in the order in which they run
 */
export function laneNow(...slugs) {
  const now = (Date.now() - exec.scenario.startTime) / 1000;
  const nth = Math.floor(now / turn);
  const slug = slugs[Math.floor(nth / LANES.length)];
  return slug && now - nth * turn >= PAUSE ? `${slug}/${LANES[nth % LANES.length]}` : 'alone';
}

/**
 * The thresholds of a script. k6 keeps the numbers of a lane apart only where a threshold names them,
 * so each lane gets some that always hold.
 * @param {string} slug
 * @param {Record<string, Threshold[]>} required what must hold, unless the profile goes beyond the rate on purpose
 * @returns {Record<string, Threshold[]>}
 */
export function thresholds(slug, required) {
  /** @type {Record<string, Threshold[]>} */
  const result = { 'http_req_duration{beside:alone}': ['max>=0'] };
  for (const lane of LANES) {
    result[`http_req_failed{slug:${slug},lane:${lane}}`] = ['rate>=0'];
    result[`http_req_duration{slug:${slug},lane:${lane}}`] = ['max>=0'];
    result[`http_req_duration{beside:${slug}/${lane}}`] = ['max>=0'];
    result[`http_reqs{slug:${slug},lane:${lane}}`] = ['count>=0'];
    result[`data_received{slug:${slug},lane:${lane}}`] = ['count>=0'];
    // An iteration is dropped before it is any lane's: k6 gives it the scenario's name, and none of its tags.
    result[`dropped_iterations{scenario:${slug}_${lane}}`] = ['count>=0'];
  }
  return OVERLOAD ? result : Object.assign(result, required);
}
