// Finds places for the texts in a chart: no text covers another one, and each covers as few points as possible.
const LINE = 1.25; // the height of a line of text, in em

/**
 * @param area where texts may be: left, right, top and bottom
 * @param lines lists of places; a text covers few of them
 */
export function labelPlacer(area, em, lines) {
  const boxes = [], points = lines.flatMap(line => pointsAlong(line, 0.6 * em));

  const overlap = (a, b) => (
    Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left))
    * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)));

  /** How bad a place is. Texts on texts can't be read; texts on points can, and a short way to the point helps. */
  function cost(box, rank) {
    const onTexts = boxes.reduce((sum, other) => sum + overlap(box, other), 0);
    const onPoints = points.filter(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom).length;
    return 1000 * onTexts + onPoints + rank;
  }

  /**
   * Takes the best place and returns its box.
   * @param size the text's `width` and number of `lines`; null is returned for an `optional` one without a free place
   * @param places `[left, middle, rank]` of each candidate; a lower rank is better
   */
  function place({ width, lines = 1, optional = false }, places) {
    const height = lines * LINE * em;
    let best = null;
    for (const [wantedLeft, middle, rank] of places) {
      if (best && rank >= best.cost) continue; // it can't be better
      const left = Math.max(area.left, Math.min(wantedLeft, area.right - width));
      const top = Math.max(area.top, Math.min(middle - height / 2, area.bottom - height));
      const box = { left, right: left + width, top, bottom: top + height };
      const itsCost = cost(box, rank);
      if (!best || itsCost < best.cost) best = { ...box, cost: itsCost };
    }
    if (optional && boxes.some(box => overlap(box, best) > 0)) return null;
    boxes.push(best);
    return best;
  }

  return { place };
}

/** The places of a line, and those between them. */
const pointsAlong = (line, distance) => line.flatMap(([x, y], i) => {
  const [fromX, fromY] = line[i - 1] ?? [x, y];
  const steps = Math.max(1, Math.ceil(Math.hypot(x - fromX, y - fromY) / distance));
  return Array.from({ length: steps }, (_, step) => (
    [x + (fromX - x) * step / steps, y + (fromY - y) * step / steps]));
});

/** Places for the name of a line that ends at a point: on its right, moved up or down, or above and below it. */
export function* placesAtEnd(x, y, width, em) {
  for (let i = 0; i <= 24; i++) {
    const shift = (i % 2 ? -1 : 1) * Math.ceil(i / 2) * 0.65;
    yield [x + 0.7 * em, y + shift * em, Math.abs(shift)];
    if (Math.abs(shift) > 1) yield [x - width, y + shift * em, Math.abs(shift) + 1.5];
  }
}

/** Places along a horizontal line, above and below it. */
export function* placesAlong(y, left, right, width, em) {
  for (let i = 0; i <= 8; i++) {
    const x = left + (right - left - width) * i / 8;
    yield [x, y - 0.75 * em, i * 0.2];
    yield [x, y + 0.75 * em, i * 0.2 + 0.5];
  }
}
