// Which lanes a pattern's page shows and races.
const key = 'yours';

export const pair = ['bad', 'good'];

/** The next steps of the pattern's fix: lanes that say what they add to good. */
export const stepsOf = pattern => pattern.lanes.filter(lane => lane.step);

/** An attendee's own lane. It is shown on request, until this tab is closed. An older API has no such lane. */
export const hasYours = pattern => pattern.lanes.some(lane => lane.name === 'yours');
export const isYoursOn = () => sessionStorage.getItem(key) === 'on';
export const toggleYours = () => sessionStorage.setItem(key, isYoursOn() ? 'off' : 'on');

/**
 * The names of the lanes that the page shows.
 * @param step the next step that is shown next to good; null for the pair
 */
export function shownLanes(pattern, step) {
  const lanes = step ? ['good', step.name] : [...pair];
  if (isYoursOn() && hasYours(pattern)) lanes.push('yours');
  return lanes;
}
