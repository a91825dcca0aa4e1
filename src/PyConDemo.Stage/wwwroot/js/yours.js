// The third lane, of a workshop's attendee: shown only when asked for, in this tab until it is closed.
const key = 'yours';

export const lanesOfPair = ['bad', 'good'];
export const isOn = () => sessionStorage.getItem(key) === 'on';
export const turn = () => sessionStorage.setItem(key, isOn() ? 'off' : 'on');

/** The lanes that a pattern's page shows, by name. A list without the lane, such as an older API's, has no third. */
export const shown = pattern => isOn() && has(pattern) ? [...lanesOfPair, 'yours'] : lanesOfPair;
export const has = pattern => pattern.lanes.some(l => l.name === 'yours');
