// Every setting, with its default. All come from environment variables; README.md explains them.

/** The address of a running API. */
export const BASE_URL = (__ENV.BASE_URL || 'http://127.0.0.1:5080').replace(/\/$/, '');

/** Requests per second to a lane; null leaves each script its own. */
export const RATE = __ENV.RATE ? number('RATE', __ENV.RATE) : null;

/** Seconds of load per lane; null leaves the profile its own. */
export const DURATION = __ENV.DURATION ? seconds(__ENV.DURATION) : null;

/** The lanes, in the order in which they run. */
export const LANES = (__ENV.LANES || 'bad,good').split(',').map((lane) => lane.trim());

/** The shape of the load: see profiles.js. */
export const PROFILE = __ENV.PROFILE || 'average';

/** Seconds before each lane, in which the work ends that the last lane put off. */
export const PAUSE = __ENV.PAUSE ? seconds(__ENV.PAUSE) : 5;

/** The folder that the summary is written to. */
export const OUT = __ENV.OUT || '.';

/** A request that takes longer counts as failed, as in the stage's race. */
export const TIMEOUT = `${__ENV.TIMEOUT ? seconds(__ENV.TIMEOUT) : 5}s`;

/**
 * @param {string} text 20s, 2m or plain seconds
 * @returns {number}
 */
function seconds(text) {
  const match = /^(\d+(?:\.\d+)?)(s|m|)$/.exec(text);
  if (!match) throw new Error(`'${text}' is not a duration such as 20s or 2m`);
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
