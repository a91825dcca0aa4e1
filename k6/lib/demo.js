// What the scripts ask of the API outside of the load.
import http from 'k6/http';
import exec from 'k6/execution';
import { sleep } from 'k6';
import { BASE_URL, LANES, PAUSE } from './settings.js';

/**
 * @typedef {{ name: string, method: string, path: string, body: string | null }} Lane
 * @typedef {{ slug: string, lanes: Lane[], dial: { name: string, default: number } }} Pattern
 */

/** @type {import('k6/http').Params} */
const params = { responseType: 'text', timeout: '60s' };

/** A build whose numbers mean something, or none at all. */
export function checkBuild() {
  if (!read('/vitals').optimized) stop(`${BASE_URL} is an unoptimised build: its numbers mean nothing`);
}

/**
 * The lanes in LANES whose requests are not in the script: `yours`, and further steps of the cure.
 * The API's list says what each request is.
 * @param {string} slug
 * @returns {Record<string, Lane>} by name
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
 * The value that the API lists for the parameter that makes the pattern's cost grow, such as the page number.
 * @param {string} slug
 */
export function dial(slug) {
  return pattern(slug).dial.default;
}

/**
 * The cursor of a row, encoded for an address: the page after it begins with the next row.
 * @param {number} row
 * @returns {string}
 */
export function cursorOf(row) {
  return encodeURIComponent(read(`/demo/orders/cursor?row=${row}`).cursor);
}

/** Waits until the work is done that a lane put off, so that it does not burden the next one; at most for the pause. */
export function waitForBacklog() {
  for (let waited = 0; waited < PAUSE && busy(); waited += 0.25) sleep(0.25);
}

/** Whether such work still waits. An API that doesn't answer is busy, too. */
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
 * Reads one of the API's JSON documents; ends the run with one clear line if it can't.
 * @param {string} path
 * @returns {any}
 */
export function read(path) {
  const answer = http.get(BASE_URL + path, params);
  if (answer.status === 0) stop(`nothing answers at ${BASE_URL}`);
  if (answer.status !== 200) stop(`${BASE_URL} is not this demo: ${path} answers ${answer.status}`);
  return answer.json();
}

/**
 * Ends the run with one line on the console.
 * @param {string} message
 * @returns {never}
 */
export function stop(message) {
  exec.test.abort(message);
  throw new Error(message); // never reached, which the type check can't know
}

/**
 * @param {string} slug
 * @returns {Pattern}
 */
function pattern(slug) {
  /** @type {Pattern[]} */
  const patterns = read('/demo/patterns');
  const found = patterns.find((p) => p.slug === slug);
  if (!found) stop(`${BASE_URL} does not serve ${slug}`);
  return found;
}
