// Every setting, with its default. All come from environment variables; README.md explains them.

/** The address of a running API. */
export const baseUrl = (__ENV.BASE_URL || 'http://127.0.0.1:5080').replace(/\/$/, '');

/** Requests per second to a lane; null takes each pair's own. */
export const rate = __ENV.RATE ? number('RATE', __ENV.RATE) : null;

/** Seconds of load per lane; null takes the profile's. */
export const duration = __ENV.DURATION ? seconds(__ENV.DURATION) : null;

/** In the order in which they run. */
export const lanes = (__ENV.LANES || 'bad,good').split(',').map((lane) => lane.trim());

/** What the load looks like: see profiles.js. */
export const profile = __ENV.PROFILE || 'average';

/** Seconds between two lanes, in which the first one's deferred work ends. */
export const pause = __ENV.PAUSE ? seconds(__ENV.PAUSE) : 5;

/** Where handleSummary writes; the names begin with the run's own. */
export const outFolder = __ENV.OUT || '.';

/** After which a request counts as failed, as in the stage's race. */
export const timeout = `${__ENV.TIMEOUT ? seconds(__ENV.TIMEOUT) : 5}s`;

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
