// What the scripts ask of the API outside of the load: the same list that everything else follows.
import http from 'k6/http';
import { fail, sleep } from 'k6';
import { baseUrl } from './settings.js';

/**
 * @typedef {{ name: string, method: string, path: string, body: string | null }} Lane
 * @typedef {{ slug: string, title: string, lanes: Lane[], dial: { name: string, default: number } | null }} Pattern
 */

/** @type {import('k6/http').Params} */
const quiet = { responseType: 'text', tags: { lane: 'none' }, timeout: '60s' };

/**
 * Reads one of the API's JSON documents; ends the run with one clear line if it can't.
 * @param {string} path
 * @returns {any}
 */
export function read(path) {
  const answer = http.get(baseUrl + path, quiet);
  if (answer.status === 0) fail(`nothing answers at ${baseUrl}`);
  if (answer.status !== 200) fail(`${baseUrl} is not this demo: ${path} answers ${answer.status}`);
  return answer.json();
}

/**
 * @param {string} slug
 * @returns {Pattern}
 */
export function pattern(slug) {
  /** @type {Pattern[]} */
  const patterns = read('/demo/patterns');
  const found = patterns.find((p) => p.slug === slug);
  if (!found) fail(`${baseUrl} does not serve ${slug}`);
  return /** @type {Pattern} */ (found);
}

/** A build whose numbers mean something, or none at all. */
export function ensureOptimized() {
  if (!read('/vitals').optimized) fail(`${baseUrl} is an unoptimised build: its numbers mean nothing`);
}

/**
 * Waits until the work that a lane put off is done, so that it does not burden the next one.
 * @param {number} most seconds
 */
export function settle(most) {
  for (let waited = 0; waited < most && read('/vitals').backlog > 0; waited += 0.25) sleep(0.25);
}

/**
 * As many jobs as the pattern's dial says: the data's scale has them.
 * @param {string} slug
 */
export function fillQueue(slug) {
  const { dial } = pattern(slug);
  const answer = http.post(`${baseUrl}/demo/jobs/reset?pending=${dial ? dial.default : 1}`, null, quiet);
  if (answer.status >= 400) fail(`/demo/jobs/reset answers ${answer.status}`);
}
