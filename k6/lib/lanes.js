// Runs the lanes of a script one after the other, and tells k6 which numbers to keep for each lane.
import exec from 'k6/execution';
import { OVERLOAD, SECONDS } from './profiles.js';
import { LANES, PAUSE } from './settings.js';

/**
 * @typedef {import('k6/options').Options} Options
 * @typedef {import('k6/options').Scenario} Scenario
 * @typedef {import('k6/options').Threshold} Threshold
 */

/** The seconds that a lane takes, including the pause before it. */
const turn = PAUSE + SECONDS;

/** The seconds that all lanes of one script take. */
export const ALL_LANES = LANES.length * turn;

/**
 * Returns one scenario for each lane in LANES, in that order, named `<slug>_<lane>` and tagged with both.
 * `before` runs once in the pause before each lane. The bystander's scenario runs from start to end.
 * @param {string} slug
 * @param {{ [lane: string]: Scenario }} scenarios `other` is used for each lane that has no scenario of its own
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
 * Returns the same scenarios with later start times, so that another script can run first.
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
 * Returns the lane that runs now as `<slug>/<lane>`, for the bystander's tag.
 * @param {...string} slugs in the order in which they run
 */
export function laneNow(...slugs) {
  const now = (Date.now() - exec.scenario.startTime) / 1000;
  const nth = Math.floor(now / turn);
  const slug = slugs[Math.floor(nth / LANES.length)];
  return slug && now - nth * turn >= PAUSE ? `${slug}/${LANES[nth % LANES.length]}` : 'alone';
}

/**
 * Returns the thresholds of a script. k6 reports the numbers of a lane only if a threshold names them,
 * so each lane gets thresholds that are always met.
 * @param {string} slug
 * @param {Record<string, Threshold[]>} required the thresholds to meet, unless the profile exceeds the rate on purpose
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
    // k6 tags a dropped iteration with the scenario's name, but not with the lane's tags.
    result[`dropped_iterations{scenario:${slug}_${lane}}`] = ['count>=0'];
  }
  return OVERLOAD ? result : Object.assign(result, required);
}
