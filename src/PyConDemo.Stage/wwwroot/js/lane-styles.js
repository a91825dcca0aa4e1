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
