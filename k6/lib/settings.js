// All settings with their defaults. They are environment variables, and README.md explains them.

/** The address of a running API. */
export const BASE_URL = (__ENV.BASE_URL || 'http://127.0.0.1:5080').replace(/\/$/, '');

/** The address without the user name and the key, to show and to save. */
export const SHOWN_URL = BASE_URL.replace(/\/\/[^/]*@/, '//');

/** Requests per second to a lane. Null: each script uses its own rate. */
export const RATE = __ENV.RATE ? number('RATE', __ENV.RATE) : null;

/** Seconds of load per lane. Null: the profile sets them. */
export const DURATION = __ENV.DURATION ? seconds('DURATION', __ENV.DURATION) : null;

/** The lanes, in the order in which they run. */
export const LANES = (__ENV.LANES || 'bad,good').split(',').map((lane) => lane.trim());

/** The load profile: see profiles.js. */
export const PROFILE = __ENV.PROFILE || 'average';

/** Seconds before each lane, in which the deferred work of the lane before ends. */
export const PAUSE = __ENV.PAUSE ? seconds('PAUSE', __ENV.PAUSE) : 5;

/** The folder for the summary. */
export const OUT = __ENV.OUT || '.';

/** A request that takes longer counts as failed, as in the stage's race. */
export const TIMEOUT = `${__ENV.TIMEOUT ? seconds('TIMEOUT', __ENV.TIMEOUT) : 5}s`;

/**
 * @param {string} name
 * @param {string} text such as 20s or 2m
 * @returns {number}
 */
function seconds(name, text) {
  const match = /^(\d+(?:\.\d+)?)([sm])$/.exec(text);
  if (!match) throw new Error(`${name} must be a duration with its unit, such as 20s or 2m, not '${text}'`);
  return Number(match[1]) * (match[2] === 'm' ? 60 : 1);
}

/**
 * @param {string} name
 * @param {string} text
 * @returns {number}
 */
function number(name, text) {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name} must be a number above 0, not '${text}'`);
  return value;
}
