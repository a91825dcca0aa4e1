// What both charts need: logarithmic axes, on which the same factor has the same length everywhere, lines and labels.
import { svg } from './dom.js';

export const text = (x, y, style, words, anchor) => svg('text', { x, y, class: style, 'text-anchor': anchor }, words);

export const polyline = (points, style) => svg('polyline',
  { points: points.map(point => point.map(n => n.toFixed(1)).join()).join(' '), class: style });

/** Returns a function from a value to its place. */
export function logAxis(low, high, from, to) {
  const place = value => high <= low ? (from + to) / 2
    : from + (to - from) * Math.log10(Math.max(low, value) / low) / Math.log10(high / low);
  return Object.assign(place, { low, high });
}

/** A horizontal line and a label for each power of ten. */
export function* grid(axis, words, left, right) {
  for (let value = axis.low; value <= axis.high * 1.001; value *= 10) {
    const y = axis(value);
    yield svg('line', { x1: left, x2: right, y1: y, y2: y, class: 'grid' });
    yield text(left - 12, y + 6, 'tick', words(value), 'end');
  }
}

/** The names at the ends of lines. They move by `direction` (1 is down, -1 is up) so that they don't overlap. */
export function lineLabels(labels, direction) {
  labels.sort((a, b) => direction * (a.y - b.y));
  for (let i = 1; i < labels.length; i++) {
    labels[i].y = direction * Math.max(direction * labels[i].y, direction * labels[i - 1].y + 22);
  }
  return labels.map(({ name, style, x, y }) => text(x, y + 6, style, name));
}
