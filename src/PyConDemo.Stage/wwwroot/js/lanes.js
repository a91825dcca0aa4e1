// Which lanes a pattern's page shows and races, and how they look.
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

// The style of a lane follows its name, so that good is green in every race. The reports have the same rule.
const styles = ['step', 'yours', 'good', 'bad']; // a lane that races against itself takes the next free one

/** @param label a lane's name; with a letter where the lane races against itself, as in "good A" */
export function styleOf(label) {
  const name = label.replace(/ [A-Z]$/, '');
  return styles.includes(name) ? name : 'step';
}

/** One style for each lane, in order. No two lanes have the same style. */
export function stylesOf(labels) {
  const used = [];
  labels.forEach((label, i) => {
    if (!used.includes(styleOf(label))) used[i] = styleOf(label);
  });
  return labels.map((_, i) => used[i] ??= styles.find(style => !used.includes(style)));
}
