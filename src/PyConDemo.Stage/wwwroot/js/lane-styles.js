// How lanes look: by their names, so that good is green in every race. The reports have the same rule.
const all = ['step', 'yours', 'good', 'bad']; // a lane that races itself takes the next free one

/** @param label the lane's name; with a letter where a lane races itself, as in "good A" */
export function lookOf(label) {
  const name = label.replace(/ [A-Z]$/, '');
  return all.includes(name) ? name : 'step';
}

/** One look for each lane, in order. No two lanes look the same. */
export function looksOf(labels) {
  const looks = [];
  labels.forEach((label, i) => { if (!looks.includes(lookOf(label))) looks[i] = lookOf(label); });
  return labels.map((_, i) => looks[i] ??= all.find(look => !looks.includes(look)));
}
