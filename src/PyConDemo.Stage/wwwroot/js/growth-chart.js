// How each lane's cost grows with the dial: one dot per measured position, both axes logarithmic.
import { svg } from './dom.js';
import { logAxis, grid, lineLabels, polyline, text } from './axes.js';
import { pair } from './lanes.js';
import * as format from './format.js';

const WIDTH = 1180, HEIGHT = 350, LEFT = 110, RIGHT = 110, TOP = 44, BOTTOM = HEIGHT - 70;

/** Numbers on an axis are round, so their decimals are left out. */
const tick = words => value => words(value).replace(/\.0+(?=\D|$)/, '');

/**
 * @param points `{ dial, costs: [bad, good] }` in any order
 * @param cost its format (`words`) and its axis title
 * @param label what a position of the dial is
 */
export function drawGrowth(points, { words, axis }, dial, label) {
  const sorted = [...points].sort((a, b) => a.dial - b.dial);
  const costs = sorted.flatMap(point => point.costs).filter(cost => cost !== null);
  const root = svg('svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${axis}, by ${label.toLowerCase()}` });
  if (!costs.length) return root;

  const low = 10 ** Math.floor(Math.log10(Math.max(0.1, Math.min(...costs))));
  const high = Math.max(low * 10, 10 ** Math.ceil(Math.log10(Math.max(...costs, 1)) + 0.01));
  const x = logAxis(Math.max(1, dial.min), dial.max, LEFT, WIDTH - RIGHT);
  const y = logAxis(low, high, BOTTOM, TOP);
  root.append(
    ...grid(y, tick(words), LEFT, WIDTH - RIGHT),
    ...sorted.map(({ dial }) => text(x(dial), BOTTOM + 32, 'tick', format.count(dial), 'middle')),
    text(LEFT, TOP - 22, 'title', axis),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, 'title', label.toLowerCase(), 'middle'));

  const labels = [];
  for (const [i, lane] of pair.entries()) {
    const dots = sorted.filter(point => point.costs[i] !== null).map(point => [x(point.dial), y(point.costs[i])]);
    if (!dots.length) continue;
    root.append(polyline(dots, lane), ...dots.map(([cx, cy]) => svg('circle', { cx, cy, r: 7, class: lane })));
    const [lastX, lastY] = dots.at(-1);
    labels.push({ name: lane, style: lane, x: lastX + 14, y: lastY });
  }
  root.append(...lineLabels(labels, -1)); // below them are the ticks
  return root;
}
