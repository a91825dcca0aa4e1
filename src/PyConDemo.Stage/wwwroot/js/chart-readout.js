// What the lanes did at the time under the pointer.
import { svg } from './dom.js';
import { text, textWidth } from './axes.js';
import * as format from './format.js';

const NEAR_MS = 500; // a farther point tells nothing about this time

/** @param series `{ name, style, points, rateOf }`; the points are in the order of time */
export function readingsAt(series, ms, quantile) {
  return series.map(({ name, style, points, rateOf }) => {
    const [point] = points.filter(p => Math.abs(p.at - ms) <= NEAR_MS)
      .sort((a, b) => Math.abs(a.at - ms) - Math.abs(b.at - ms));
    const parts = point ? [format.ms(point[quantile]), rateOf && format.rate(rateOf(point))] : [format.none];
    return { style, words: `${name} ${parts.filter(Boolean).join(', ')}` };
  });
}

/** A vertical line at the time, and a box with the values next to it. */
export function readout(series, ms, quantile, { x, top, bottom, left, right, em }) {
  const lines = [{ style: 'tick', words: `${(ms / 1000).toFixed(1)} s` }, ...readingsAt(series, ms, quantile)];
  const width = Math.max(...lines.map(({ words }) => textWidth(words, em))) + em;
  const at = x(ms);
  const boxLeft = at + em + width > right ? Math.max(left, at - em - width) : at + em;
  return svg('g', { class: 'readout' },
    svg('line', { x1: at, x2: at, y1: top, y2: bottom }),
    svg('rect', { x: boxLeft, y: top + 0.4 * em, width, height: (lines.length * 1.35 + 0.5) * em, rx: 0.3 * em }),
    lines.map(({ style, words }, i) => text(boxLeft + 0.5 * em, top + (1.6 + 1.35 * i) * em, style, words)));
}
