// What both charts need: logarithmic axes, on which the same factor has the same length everywhere, lines and texts.
import { svg } from './dom.js';

export const text = (x, y, style, words, anchor) => svg('text', { x, y, class: style, 'text-anchor': anchor }, words);

/** A single point becomes a dot. */
export function polyline(points, style) {
  const ends = points.length === 1 ? [points[0], points[0]] : points;
  return svg('polyline', { points: ends.map(point => point.map(n => n.toFixed(1)).join()).join(' '), class: style });
}

const pen = document.createElement('canvas').getContext('2d');
const widths = new Map(); // at a font size of 100 px

/** The width of bold text, which is at least that of other text. */
export function textWidth(words, em) {
  if (!widths.has(words)) {
    pen.font = `700 100px ${getComputedStyle(document.body).fontFamily}`;
    widths.set(words, pen.measureText(words).width);
  }
  return widths.get(words) * em / 100;
}

/** Returns a function from a value to its place. */
export function logAxis(low, high, from, to) {
  const place = value => high <= low ? (from + to) / 2
    : from + (to - from) * Math.log10(Math.max(low, value) / low) / Math.log10(high / low);
  return Object.assign(place, { low, high });
}

/** An axis with a place for zero, which a logarithmic axis does not have. */
export const withZero = (axis, zeroAt) => (
  Object.assign(value => value > 0 ? axis(value) : zeroAt, { low: axis.low, high: axis.high, zeroAt }));

/** A horizontal line for each power of ten, and a label where there is room for one. */
export function* grid(axis, words, left, right, em = 17) {
  let labelled = Infinity;
  const values = axis.zeroAt === undefined ? [] : [0];
  for (let value = axis.low; value <= axis.high * 1.001; value *= 10) values.push(value);
  for (const value of values) {
    const y = axis(value);
    yield svg('line', { x1: left, x2: right, y1: y, y2: y, class: 'grid' });
    if (labelled - y < 1.25 * em) continue;
    yield text(left - 0.7 * em, y + 0.35 * em, 'tick', words(value), 'end');
    labelled = y;
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
