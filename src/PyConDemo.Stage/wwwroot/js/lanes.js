// The lanes that a pattern's page shows and races.
const key = 'yours';

export const pair = ['bad', 'good'];

/** The next steps of the pattern's cure: lanes that say what they add to good. */
export const stepsOf = pattern => pattern.lanes.filter(l => l.step);

/** An attendee's own lane: shown only when asked for, in this tab until it is closed. A list without the lane, such as an older API's, has none. */
export const hasYours = pattern => pattern.lanes.some(l => l.name === 'yours');
export const yoursIsOn = () => sessionStorage.getItem(key) === 'on';
export const turnYours = () => sessionStorage.setItem(key, yoursIsOn() ? 'off' : 'on');

/** By name. @param step the next step to show next to good; null for the pair */
export const shown = (pattern, step) => [...step ? ['good', step.name] : pair, ...yoursIsOn() && hasYours(pattern) ? ['yours'] : []];
