// Requests to the API that are not part of the load.
import http from 'k6/http';
import exec from 'k6/execution';
import { sleep } from 'k6';
import { BASE_URL, LANES, PAUSE, SHOWN_URL } from './settings.js';

/**
 * @typedef {{ name: string, method: string, path: string, body: string | null }} Lane
 * @typedef {{ slug: string, lanes: Lane[], dial: { name: string, default: number } }} Pattern
 */

/** @type {import('k6/http').Params} */
const params = { responseType: 'text', timeout: '60s' };

/** Ends the run if the API is not an optimised build. */
export function checkBuild() {
  if (!read('/vitals').optimized) stop(`${SHOWN_URL} is an unoptimised build: its numbers mean nothing`);
}

/**
 * Returns the lanes in LANES whose requests are not in the script: `yours`, and next steps.
 * The API's list has their requests.
 * @param {string} slug
 * @returns {Record<string, Lane>} the lanes, by name
 */
export function otherLanes(slug) {
  const listed = pattern(slug).lanes;
  /** @type {Record<string, Lane>} */
  const others = {};
  for (const name of LANES) {
    const lane = listed.find((l) => l.name === name);
    if (!lane) stop(`${slug} has no lane '${name}'; it has ${listed.map((l) => l.name).join(', ')}`);
    if (name !== 'bad' && name !== 'good') others[name] = lane;
  }
  return others;
}

/**
 * Returns the API's default for the parameter that makes the pattern's cost grow, such as the page number.
 * @param {string} slug
 */
export function dial(slug) {
  return pattern(slug).dial.default;
}

/**
 * Returns the cursor of a row, encoded for a URL. The page after it begins with the next row.
 * @param {number} row
 * @returns {string}
 */
export function cursorOf(row) {
  return encodeURIComponent(read(`/demo/orders/cursor?row=${row}`).cursor);
}

/** Waits until a lane's deferred work is done, so that it doesn't slow down the next lane. Waits for PAUSE at most. */
export function waitForBacklog() {
  for (let waited = 0; waited < PAUSE && busy(); waited += 0.25) sleep(0.25);
}

/** Returns whether there is deferred work. An API that doesn't answer counts as busy. */
function busy() {
  const answer = http.get(`${BASE_URL}/vitals`, params);
  return answer.status !== 200 || Number(answer.json('backlog')) > 0;
}

/** @param {number} pending jobs */
export function refillQueue(pending) {
  const answer = http.post(`${BASE_URL}/demo/jobs/reset?pending=${pending}`, null, params);
  if (answer.status !== 200) stop(`/demo/jobs/reset answers ${answer.status}`);
}

/**
 * Reads one of the API's JSON documents. If that fails, it ends the run with one clear line.
 * @param {string} path
 * @returns {any}
 */
export function read(path) {
  const answer = http.get(BASE_URL + path, params);
  if (answer.status === 0) stop(`nothing answers at ${SHOWN_URL}`);
  if (answer.status === 401) stop(`${SHOWN_URL} needs its key: BASE_URL=http://:KEY@host:port`);
  if (answer.status !== 200) stop(`${SHOWN_URL} is not this demo: ${path} answers ${answer.status}`);
  return answer.json();
}

/**
 * Ends the run with one line on the console.
 * @param {string} message
 * @returns {never}
 */
export function stop(message) {
  exec.test.abort(message);
  throw new Error(message); // never reached, but the type checker doesn't know that
}

/**
 * @param {string} slug
 * @returns {Pattern}
 */
function pattern(slug) {
  /** @type {Pattern[]} */
  const patterns = read('/demo/patterns');
  const found = patterns.find((p) => p.slug === slug);
  if (!found) stop(`${SHOWN_URL} does not serve ${slug}`);
  return found;
}
