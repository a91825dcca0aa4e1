// A pair as a k6 test: one run measures both lanes one after the other, with a pause, and an innocent route throughout.
import http from 'k6/http';
import exec from 'k6/execution';
import { asListed } from './aim.js';
import { ensureOptimized, pattern, fillQueue, settle } from './demo.js';
import { shape } from './profiles.js';
import * as settings from './settings.js';
import { summary } from './summary.js';

/**
 * @typedef {object} Pair
 * @property {string} slug
 * @property {number} rate requests per second that both lanes hold on two cores
 * @property {typeof asListed} [aim] where the requests go
 * @property {boolean} [queue] it works a queue off, which is filled anew before each lane
 *
 * @typedef {Record<string, import('./demo.js').Lane>} Aims by slug and lane
 */

/** The bystander's probes per second: enough for a p95 of a short run, too few to be a load. */
const bystanderRate = 10;

/**
 * The exports of a k6 script for these pairs, one after the other.
 * @param {Pair[]} pairs
 */
export function test(...pairs) {
  const plan = schedule(pairs);

  /** @type {import('k6/options').Options} */
  const options = {
    scenarios: plan.scenarios,
    thresholds: plan.thresholds,
    discardResponseBodies: true, // the bodies are received, and counted, but not kept
    summaryTrendStats: ['med', 'p(95)', 'p(99)', 'max', 'count'],
    setupTimeout: '120s',
  };

  /** @returns {Aims} */
  function setup() {
    ensureOptimized();
    /** @type {Aims} */
    const aims = {};
    for (const pair of pairs) {
      const listed = pattern(pair.slug);
      for (const lane of settings.lanes) aims[`${pair.slug} ${lane}`] = (pair.aim || asListed)(listed, lane);
    }
    return aims;
  }

  /** Before each lane: the last one's deferred work ends, and a queue is filled anew. */
  function prepare() {
    settle(settings.pause);
    const pair = pairs.find((p) => p.slug === __ENV.SLUG);
    if (pair && pair.queue) fillQueue(pair.slug);
  }

  /** @param {Aims} aims */
  function lane(aims) {
    const aim = aims[`${__ENV.SLUG} ${__ENV.LANE}`];
    http.request(aim.method, settings.baseUrl + aim.path, aim.body, {
      headers: { 'Accept-Encoding': 'br, gzip', 'Content-Type': 'application/json' },
      redirects: 0, // a 303 is an answer; following it would be a second request
      tags: { name: `${__ENV.SLUG} ${__ENV.LANE}` }, // cursors would make one name per address
      timeout: settings.timeout,
    });
  }

  function bystander() {
    http.get(`${settings.baseUrl}/bystander`, { timeout: settings.timeout, tags: { beside: besides(plan.windows) } });
  }

  return { options, setup, prepare, lane, bystander, handleSummary: (/** @type {any} */ data) => summary(pairs, data) };
}

/**
 * Which lane runs now, for the bystander's tag.
 * @param {{ from: number, to: number, tag: string }[]} windows in seconds of the run
 */
function besides(windows) {
  const now = (Date.now() - exec.scenario.startTime) / 1000;
  const current = windows.find((w) => now >= w.from && now < w.to);
  return current ? current.tag : 'alone';
}

/** @param {Pair[]} pairs */
function schedule(pairs) {
  /** @type {Record<string, import('k6/options').Scenario>} */
  const scenarios = {};
  /** @type {Record<string, import('k6/options').Threshold[]>} */
  const thresholds = { 'http_req_duration{beside:alone}': ['max>=0'] };
  const windows = [];
  let start = 0;
  for (const pair of pairs) {
    const rate = settings.rate || pair.rate;
    for (const lane of settings.lanes) {
      const key = `${pair.slug}_${lane}`;
      const { seconds, scenario } = shape(settings.profile, rate, settings.duration);
      const env = { SLUG: pair.slug, LANE: lane };
      const tags = { slug: pair.slug, lane };
      scenarios[`${key}_before`] = {
        executor: 'per-vu-iterations', vus: 1, iterations: 1, exec: 'prepare', env, startTime: `${start}s`, maxDuration: '60s',
      };
      start += settings.pause;
      scenarios[key] = Object.assign({}, scenario, {
        exec: 'lane', env, tags, startTime: `${start}s`, gracefulStop: settings.timeout,
        // Each waiting request needs a virtual user; what finds none is counted as a dropped iteration, never hidden.
        preAllocatedVUs: Math.min(200, Math.ceil(rate * 2) + 5), maxVUs: Math.min(1000, Math.ceil(rate * 60)),
      });
      windows.push({ from: start, to: start + seconds, tag: `${pair.slug}/${lane}` });
      start += seconds;

      const only = `{slug:${pair.slug},lane:${lane}}`;
      const must = lane === 'good' && settings.profile !== 'stress' && settings.profile !== 'spike';
      thresholds[`http_req_failed${only}`] = must ? ['rate<0.01'] : ['rate>=0']; // the second kind only makes k6 keep the numbers apart
      thresholds[`http_req_duration${only}`] = must ? ['p(95)<1000'] : ['max>=0'];
      thresholds[`http_reqs${only}`] = ['count>=0'];
      thresholds[`data_received${only}`] = ['count>=0'];
      // An iteration is dropped before it is any lane's: k6 gives it the scenario's name, and none of its tags.
      thresholds[`dropped_iterations{scenario:${key}}`] = must ? ['count<1'] : ['count>=0'];
      thresholds[`http_req_duration{beside:${pair.slug}/${lane}}`] = ['max>=0'];
    }
  }

  scenarios.bystander = {
    executor: 'constant-arrival-rate', rate: bystanderRate, timeUnit: '1s', duration: `${start}s`, exec: 'bystander',
    preAllocatedVUs: 10, maxVUs: 100, gracefulStop: settings.timeout,
  };
  return { scenarios, thresholds, windows };
}
