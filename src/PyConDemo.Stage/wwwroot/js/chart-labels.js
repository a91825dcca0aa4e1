// The texts inside a race's chart. Each takes its place from a placer, so that none covers another one.
import { svg } from './dom.js';
import { text, textWidth } from './axes.js';
import { placesAlong, placesAtEnd } from './label-placer.js';
import { silence } from './race-status.js';
import { quantileOf } from './race-state.js';
import { stylesOf } from './lanes.js';
import * as format from './format.js';

const BASELINE = 0.95, LINE = 1.25; // below a box's top, in em

const label = (box, style, words, em) => text(box.left, box.top + BASELINE * em, `inside ${style}`, words);

/** Names each line at its end, the short names first. A thin line leads to a name that had to move. */
export function lineNames(ends, placer, em) {
  return ends.toSorted((a, b) => a.lines.length - b.lines.length).flatMap(end => lineName(end, placer, em));
}

function lineName({ lines, style, end: [x, y] }, placer, em) {
  const width = Math.max(...lines.map(line => textWidth(line, em)));
  const box = placer.place({ width, lines: lines.length }, placesAtEnd(x, y, width, em));
  const words = lines.map((line, i) => (
    svg('tspan', { x: box.left, y: box.top + (i * LINE + BASELINE) * em }, line)));
  return [leader(x, y, box, style, em), svg('text', { class: `inside ${style}` }, words)];
}

function leader(x, y, box, style, em) {
  const toX = Math.max(box.left, Math.min(x, box.right)), toY = Math.max(box.top, Math.min(y, box.bottom));
  if (Math.hypot(toX - x, toY - y) < em) return null;
  return svg('line', { x1: x, y1: y, x2: toX, y2: toY, class: `leader ${style}` });
}

/** A lane that doesn't answer is the news, so its text is large. */
export const silences = (race, placer, { latency: { area }, right, em }) => race.labels.flatMap((name, lane) => {
  if (!silence(race, lane)) return [];
  const words = `${name}: ${silence(race, lane)}`, size = 1.7;
  const width = textWidth(words, size * em);
  const middle = (area.top + area.bottom) / 2 + size * LINE * lane * em;
  const box = placer.place({ width, lines: size }, [[(area.left + right - width) / 2, middle, 0]]);
  return text(box.left, box.top + size * BASELINE * em, 'inside no-answer', words);
});

export function timeoutLabel({ timeoutMs, latency, left, right, em }, placer) {
  const words = `time-out, ${format.ms(timeoutMs).replace('.0', '')}`, width = textWidth(words, em);
  const places = placesAlong(latency.y(timeoutMs), left + 0.4 * em, right, width, em);
  return label(placer.place({ width }, places), 'tick', words, em);
}

/** When they are known: the latencies that the verdict compares, in the phase where they were measured. */
export function comparedLatencies(race, placer, { latency, x, em }) {
  const phase = race.phases.findIndex(p => p.phase === 'bothHold');
  const result = race.result ?? race.compared;
  if (!result || phase < 0) return [];
  const from = x(race.phases[phase].at), to = x(race.phases[phase + 1]?.at ?? race.at), styles = stylesOf(race.labels);
  return result.lanes.flatMap(({ bothHold }, i) => {
    const ms = bothHold?.latency?.[quantileOf(race).key], words = format.ms(ms), width = textWidth(words, em);
    if (!ms || width > to - from) return [];
    const y = latency.y(ms);
    const box = placer.place({ width, optional: true }, placesAlong(y, from, to, width, em)); // the cards have it too
    return [
      svg('line', { x1: from, x2: to, y1: y, y2: y, class: `compared ${styles[i]}` }),
      box && label(box, styles[i], words, em),
    ];
  });
}
