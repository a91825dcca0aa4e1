// How each lane's cost follows the dial: a dot per measured position, both axes logarithmic.
import { svg } from './dom.js';
import { pair } from './lanes.js';
import * as say from './format.js';

const W = 1180, H = 300, L = 110, R = 110, T = 20, B = 44;

/** @param points of {dial, costs: [bad, good]} in any order */
export function drawGrowth(points, words, dial) {
  const sorted = [...points].sort((a, b) => a.dial - b.dial);
  const costs = sorted.flatMap(p => p.costs).filter(c => c !== null);
  const root = svg('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': `Cost of both lanes by ${dial.unit}` });
  if (!costs.length) return root;
  const axis = (low, high, from, to) => value => high <= low ? (from + to) / 2 : from + (to - from) * Math.log10(Math.max(value, low) / low) / Math.log10(high / low);
  const low = 10 ** Math.floor(Math.log10(Math.max(0.1, Math.min(...costs)))), high = Math.max(low * 10, 10 ** Math.ceil(Math.log10(Math.max(...costs, 1)) + 0.01));
  const x = axis(Math.max(1, dial.min), dial.max, L, W - R), y = axis(low, high, H - B, T);
  for (let v = low; v <= high * 1.001; v *= 10) {
    root.append(svg('line', { x1: L, x2: W - R, y1: y(v), y2: y(v), class: 'grid' }), svg('text', { x: L - 12, y: y(v) + 6, class: 'tick', 'text-anchor': 'end' }, words(v)));
  }
  for (const p of sorted) root.append(svg('text', { x: x(p.dial), y: H - 12, class: 'tick', 'text-anchor': 'middle' }, say.count(p.dial)));
  const labels = [];
  for (const [i, look] of pair.entries()) {
    const dots = sorted.filter(p => p.costs[i] !== null).map(p => [x(p.dial), y(p.costs[i])]);
    if (!dots.length) continue;
    root.append(svg('polyline', { points: dots.map(d => d.join()).join(' '), class: look }), ...dots.map(([cx, cy]) => svg('circle', { cx, cy, r: 7, class: look })));
    labels.push({ x: dots.at(-1)[0] + 14, y: dots.at(-1)[1] + 6, look });
  }
  labels.sort((a, b) => b.y - a.y);
  for (let i = 1; i < labels.length; i++) labels[i].y = Math.min(labels[i].y, labels[i - 1].y - 22); // apart, and upwards: below are the ticks
  root.append(...labels.map(l => svg('text', { x: l.x, y: l.y, class: l.look }, l.look)));
  return root;
}
