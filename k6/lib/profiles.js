// The usual shapes of load, as arrival rates: requests leave on time however slow the answers are.

/**
 * @typedef {{ executor: 'constant-arrival-rate', rate: number, timeUnit: string, duration: string }} Constant
 * @typedef {{ executor: 'ramping-arrival-rate', startRate: number, timeUnit: string, stages: { target: number, duration: string }[] }} Ramping
 * @typedef {{ seconds: number, scenario: Constant | Ramping }} Shape
 */

/** Rates are whole numbers per minute, so that 0.5/s is possible too. */
const perMinute = '1m';

/** @type {Record<string, (rate: number, seconds: number | null) => Shape>} */
const profiles = {
  // Does it work at all?
  smoke: (_, seconds) => constant(1, seconds || 5),
  // A usual day.
  average: (rate, seconds) => constant(rate, seconds || 20),
  // More than planned: up to four times the usual, in steps.
  stress: (rate, seconds) => ramping(rate, seconds || 60, [[1, 0.2], [2, 0.2], [3, 0.2], [4, 0.2], [1, 0.2]]),
  // Everybody at once: ten times the usual, suddenly.
  spike: (rate, seconds) => ramping(rate, seconds || 30, [[1, 0.3], [10, 0.05], [10, 0.3], [1, 0.05], [1, 0.3]]),
  // For leaks and creeping growth.
  soak: (rate, seconds) => constant(rate, seconds || 1800),
};

/**
 * @param {string} name
 * @param {number} rate requests per second
 * @param {number | null} seconds
 * @returns {Shape}
 */
export function shape(name, rate, seconds) {
  const profile = profiles[name];
  if (!profile) throw new Error(`there is no profile '${name}'; there are ${Object.keys(profiles).join(', ')}`);
  return profile(rate, seconds);
}

/**
 * @param {number} rate
 * @param {number} seconds
 * @returns {Shape}
 */
function constant(rate, seconds) {
  return {
    seconds,
    scenario: { executor: 'constant-arrival-rate', rate: Math.max(1, Math.round(rate * 60)), timeUnit: perMinute, duration: `${seconds}s` },
  };
}

/**
 * @param {number} rate
 * @param {number} seconds
 * @param {number[][]} steps factor of the rate, share of the time
 * @returns {Shape}
 */
function ramping(rate, seconds, steps) {
  return {
    seconds,
    scenario: {
      executor: 'ramping-arrival-rate',
      startRate: Math.max(1, Math.round(rate * 60)),
      timeUnit: perMinute,
      stages: steps.map(([factor, share]) => ({
        target: Math.max(1, Math.round(rate * factor * 60)),
        duration: `${Math.max(1, Math.round(seconds * share))}s`,
      })),
    },
  };
}
