// The lines of a race's chart with the marks of their points.
import { svg } from './dom.js';
import { polyline } from './axes.js';

const MAX_GAP_MS = 1500; // after a longer time without a point the line begins anew

/**
 * Draws each series in one plot.
 * @returns the drawing, the lines as lists of places, and the `end` of each series for its name
 */
export function plotLines(race, series, { x, em }, { y }, valueOf) {
  const drawing = [], lines = [], ends = [];
  for (const one of series) {
    const parts = partsOf(race, one, series).map(part => part.map(point => [x(point.at), y(valueOf(point))]));
    if (!parts.length) continue;
    const marks = one.rateOf ? spaced(parts.flat(), 0.8 * em).map(place => marker(place, one.style, em)) : [];
    drawing.push(...parts.map(part => polyline(part, one.style)), ...marks);
    lines.push(...parts);
    ends.push({ ...one, end: parts.at(-1).at(-1) });
  }
  return { drawing, lines, ends };
}

/** A line is interrupted where its lane was not asked: between phases, during another lane's turn, and where nothing
 *  was measured for long. Only in the phase that compares the lanes, turns are so short that the line goes on. */
function partsOf(race, { points, rateOf }, series) {
  const others = rateOf ? series.filter(s => s.rateOf && s.points !== points).flatMap(s => s.points) : [];
  const phaseOf = point => race.phases.findLast(phase => phase.at <= point.at);
  const parts = [];
  points.forEach((point, i) => {
    const before = points[i - 1], phase = phaseOf(point);
    const hasTurnBetween = () => phase?.phase !== 'bothHold' && others.some(o => o.at > before.at && o.at < point.at);
    const goesOn = before && point.at - before.at <= MAX_GAP_MS && phaseOf(before) === phase && !hasTurnBetween();
    if (!goesOn) parts.push([]);
    parts.at(-1).push(point);
  });
  return parts;
}

/** Leaves out places that are too close to the last one that is kept, so that their marks can be told apart. */
function spaced(places, least) {
  let last = -Infinity;
  return places.filter(([x]) => {
    if (x - last < least) return false;
    last = x;
    return true;
  });
}

/** Shapes help where colours look alike. Each path starts at the mark's left end, at the height of its middle. */
const shapes = {
  good: r => `v${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  yours: r => `l${r} ${-r}l${r} ${r}l${-r} ${r}z`,
  step: r => `v${r}h${2 * r}l${-r} ${-2 * r}l${-r} ${2 * r}z`,
};

function marker([x, y], style, em) {
  const r = Number(((style === 'good' ? 0.23 : 0.3) * em).toFixed(1));
  return shapes[style]
    ? svg('path', { d: `M${(x - r).toFixed(1)} ${y.toFixed(1)}${shapes[style](r)}`, class: `mark ${style}` })
    : svg('circle', { cx: x.toFixed(1), cy: y.toFixed(1), r: (0.25 * em).toFixed(1), class: style });
}

/** A cross at the slowest request of each point with a failure. */
export const failures = (series, { x, em, latency }) => series.flatMap(({ style, points }) => {
  const places = points.filter(point => point.failed).map(point => [x(point.at), latency.y(point.max)]);
  return spaced(places, 0.6 * em).map(place => cross(place, style, 0.3 * em));
});

const cross = ([x, y], style, r) => svg('path',
  { d: `M${x - r} ${y - r}l${2 * r} ${2 * r}m0 ${-2 * r}l${-2 * r} ${2 * r}`, class: `cross ${style}` });
