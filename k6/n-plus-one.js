// Requests a hundred posts with their authors. Bad sends one query per post. Good sends one query for all.
import http from 'k6/http';
import { checkBuild, otherLanes, waitForBacklog } from './lib/demo.js';
import { ALL_LANES, inTurn, laneNow, thresholds } from './lib/lanes.js';
import { load } from './lib/profiles.js';
import { BASE_URL, RATE, TIMEOUT } from './lib/settings.js';
import { summary } from './lib/summary.js';

export const slug = 'n-plus-one';
export const rate = RATE || 10; // requests per second that both lanes sustain on two cores
const params = { timeout: TIMEOUT };

/** @type {import('k6/options').Options} */
export const options = {
  // The lanes in LANES run one after the other, at a constant arrival rate unless PROFILE sets another shape.
  // `before` runs once in the pause before each lane.
  scenarios: inTurn(slug, {
    bad: load({ exec: 'bad', rate }),
    good: load({ exec: 'good', rate }),
    other: load({ exec: 'other', rate }), // `yours`, or a next step
    bystander: { // requests an unrelated route during the whole run, and shows how much a lane slows it down
      executor: 'constant-arrival-rate', rate: 10, duration: `${ALL_LANES}s`,
      preAllocatedVUs: 10, maxVUs: 100, exec: 'bystander',
    },
  }),
  thresholds: thresholds(slug, { // k6 ends with exit code 99 if one is not met
    'http_req_failed{slug:n-plus-one,lane:good}': ['rate<0.01'],
    'http_req_duration{slug:n-plus-one,lane:good}': ['p(95)<1000'],
    'dropped_iterations{scenario:n-plus-one_good}': ['count<1'],
  }),
  discardResponseBodies: true, // k6 receives and counts them, but doesn't store them
  summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max'], // lib/summary.js shows these
};

export function setup() {
  checkBuild();
  return { others: otherLanes(slug) };
}

export function before() {
  waitForBacklog();
}

export function bad() {
  http.get(`${BASE_URL}/bad/posts?size=100`, params);
}

export function good() {
  http.get(`${BASE_URL}/good/posts?size=100`, params);
}

/** @param {ReturnType<typeof setup>} data */
export function other({ others }) {
  const { method, path, body } = others[__ENV.LANE];
  http.request(method, BASE_URL + path, body, params);
}

export function bystander() {
  http.get(`${BASE_URL}/bystander`, { timeout: TIMEOUT, tags: { beside: laneNow(slug) } });
}

/** @param {object} data what k6 measured */
export function handleSummary(data) {
  return summary(data, [{ slug, rate }]);
}
