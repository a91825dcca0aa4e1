// How each lane's cost grows with the dial: one dot per measured position, both axes logarithmic.
import { svg } from './dom.js';
import { logAxis, grid, lineLabels, polyline, text } from './axes.js';
import { pair } from './lanes.js';
import * as format from './format.js';

const WIDTH = 1180, HEIGHT = 300, LEFT = 110, RIGHT = 110, TOP = 20, BOTTOM = HEIGHT - 44;

/** @param points `{ dial, costs: [bad, good] }` in any order */
export function drawGrowth(points, words, dial) {
  const sorted = [...points].sort((a, b) => a.dial - b.dial);
  const costs = sorted.flatMap(point => point.costs).filter(cost => cost !== null);
  const root = svg('svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `Cost of both lanes by ${dial.unit}` });
  if (!costs.length) return root;

  const low = 10 ** Math.floor(Math.log10(Math.max(0.1, Math.min(...costs))));
  const high = Math.max(low * 10, 10 ** Math.ceil(Math.log10(Math.max(...costs, 1)) + 0.01));
  const x = logAxis(Math.max(1, dial.min), dial.max, LEFT, WIDTH - RIGHT);
  const y = logAxis(low, high, BOTTOM, TOP);
  root.append(...grid(y, words, LEFT, WIDTH - RIGHT), ...sorted.map(({ dial }) => (
    text(x(dial), HEIGHT - 12, 'tick', format.count(dial), 'middle'))));

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
