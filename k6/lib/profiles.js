// The usual load profiles, as arrival rates: slow answers don't delay the next requests.
import { DURATION, PROFILE, TIMEOUT } from './settings.js';

/**
 * `seconds` is the duration unless DURATION is set. A step is a factor of the rate, and a share of the time.
 * @type {Record<string, { seconds: number, rate?: number, steps?: number[][] }>}
 */
const profiles = {
  smoke: { seconds: 5, rate: 1 }, // checks that it works
  average: { seconds: 20 }, // a normal day
  stress: { seconds: 60, steps: [[1, 0.2], [2, 0.2], [3, 0.2], [4, 0.2], [1, 0.2]] }, // more than planned, in steps
  spike: { seconds: 30, steps: [[1, 0.3], [10, 0.05], [10, 0.3], [1, 0.05], [1, 0.3]] }, // all users at once
  soak: { seconds: 1800 }, // shows leaks and slow growth
};

const profile = profiles[PROFILE];
if (!profile) throw new Error(`there is no profile '${PROFILE}'; there are ${Object.keys(profiles).join(', ')}`);

/** Seconds of load on each lane. */
export const SECONDS = DURATION || profile.seconds;

/** Whether the load exceeds the rate that a lane must sustain. */
export const OVERLOAD = Boolean(profile.steps);

/**
 * Returns the scenario of a lane: a constant arrival rate, or the steps of the PROFILE.
 * @param {{ exec: string, rate: number }} lane the function to call, and the calls per second
 * @returns {import('k6/options').Scenario}
 */
export function load({ exec, rate }) {
  const { rate: usual = rate, steps } = profile;
  const timeUnit = '1m'; // k6 takes whole numbers only: a rate per minute also allows 0.5 per second
  // Each waiting request needs a virtual user.
  // If none is free, k6 counts a dropped iteration, and the summary shows it.
  const preAllocatedVUs = Math.min(200, Math.ceil(rate * 2) + 5);
  const maxVUs = Math.min(1000, Math.ceil(rate * 60));
  const gracefulStop = TIMEOUT;
  if (steps) {
    const stages = steps.map(([factor, share]) => ({
      target: perMinute(usual * factor),
      duration: `${Math.max(1, Math.round(SECONDS * share))}s`,
    }));
    return {
      exec, executor: 'ramping-arrival-rate', startRate: perMinute(usual), stages, timeUnit,
      preAllocatedVUs, maxVUs, gracefulStop,
    };
  }
  return {
    exec, executor: 'constant-arrival-rate', rate: perMinute(usual), duration: `${SECONDS}s`, timeUnit,
    preAllocatedVUs, maxVUs, gracefulStop,
  };
}

/** @param {number} rate requests per second */
function perMinute(rate) {
  return Math.max(1, Math.round(rate * 60));
}
