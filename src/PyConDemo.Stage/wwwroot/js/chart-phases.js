// The phases of a race as bands behind the chart, with their names above them.
import { svg } from './dom.js';
import { text, textWidth } from './axes.js';
import * as format from './format.js';

/** Names from the longest to the shortest. */
const names = {
  answers: () => ['same answers?', 'check'],
  warmUp: () => ['warm-up', 'warm'],
  capacity: () => ['each lane’s limit', 'limits'],
  bothHold: rate => [`${rate}, compared`, rate],
  onlyOneHolds: rate => [`${rate}, overload`, rate],
  extras: () => ['counting', 'count'],
};

/**
 * A phase that is too narrow for its name has a number, which the legend explains if there is room for it.
 * @param legendRoom the width of the legend's place
 * @returns the drawing, and the legend's words
 */
export function phaseBands(race, { x, namesY, top, bottom, width, em, latency, rate }, legendRoom) {
  const drawing = [], numbers = [], explained = [];
  race.phases.forEach((phase, i) => {
    const next = race.phases[i + 1];
    const from = x(phase.at), to = x(next?.at ?? Math.max(race.at, phase.at));
    if (i % 2) drawing.push(svg('rect', { x: from, y: top, width: to - from, height: bottom - top, class: 'band' }));
    const bound = `M${from} ${top}V${latency.area.bottom}M${from} ${rate.area.top}V${bottom}`;
    drawing.push(svg('path', { d: bound, class: 'bound' }));
    const [full, ...shorter] = names[phase.phase]?.(format.rate(phase.rate)) ?? [phase.phase];
    const room = (next ? to : width) - from - 0.5 * em; // the last name may stand in the margin
    const fitting = [full, ...shorter, `${i + 1}`].find(words => textWidth(words, em) <= room);
    if (!fitting) return;
    const isNumber = fitting === `${i + 1}`;
    (isNumber ? numbers : drawing).push(text(from + 0.25 * em, namesY, 'tick', fitting));
    if (isNumber) explained.push(`${fitting} ${full}`);
  });
  const legend = explained.join(' · ');
  return textWidth(legend, em) <= legendRoom ? { drawing: [drawing, numbers], legend } : { drawing, legend: '' };
}
