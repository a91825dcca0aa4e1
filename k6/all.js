// Runs all six scripts one after the other, in the talk's order, each with its own load, set-up and requests.
import http from 'k6/http';
import * as longRequests from './long-requests.js';
import * as offsetPagination from './offset-pagination.js';
import * as nPlusOne from './n-plus-one.js';
import * as hotAggregations from './hot-aggregations.js';
import * as fatPayloads from './fat-payloads.js';
import * as rowLocking from './row-locking.js';
import { ALL_LANES, laneNow, later } from './lib/lanes.js';
import { BASE_URL, TIMEOUT } from './lib/settings.js';
import { summary } from './lib/summary.js';

const scripts = [longRequests, offsetPagination, nPlusOne, hotAggregations, fatPayloads, rowLocking];

/** @type {import('k6/options').Options} */
export const options = {
  scenarios: Object.assign({}, ...scripts.map((script, i) => later(script.options, i * ALL_LANES)), {
    bystander: {
      executor: 'constant-arrival-rate', rate: 10, duration: `${scripts.length * ALL_LANES}s`,
      preAllocatedVUs: 10, maxVUs: 100, exec: 'bystander',
    },
  }),
  thresholds: Object.assign({}, ...scripts.map((script) => script.options.thresholds)),
  discardResponseBodies: true,
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'],
  setupTimeout: '120s', // the same as in offset-pagination.js
};

/** @returns {Record<string, any>} the scripts' data, by slug */
export function setup() {
  return Object.fromEntries(scripts.map((script) => [script.slug, script.setup()]));
}

/**
 * Returns the script of the running scenario. The scenario's SLUG names it.
 * @returns {any}
 */
function script() {
  return scripts.find(({ slug }) => slug === __ENV.SLUG);
}

/** @param {ReturnType<typeof setup>} data */
export function before(data) {
  script().before(data[__ENV.SLUG]);
}

/** @param {ReturnType<typeof setup>} data */
export function bad(data) {
  script().bad(data[__ENV.SLUG]);
}

/** @param {ReturnType<typeof setup>} data */
export function good(data) {
  script().good(data[__ENV.SLUG]);
}

/** @param {ReturnType<typeof setup>} data */
export function other(data) {
  script().other(data[__ENV.SLUG]);
}

export function bystander() {
  const beside = laneNow(...scripts.map(({ slug }) => slug));
  http.get(`${BASE_URL}/bystander`, { timeout: TIMEOUT, tags: { beside } });
}

/** @param {object} data what k6 measured */
export function handleSummary(data) {
  return summary(data, scripts);
}
