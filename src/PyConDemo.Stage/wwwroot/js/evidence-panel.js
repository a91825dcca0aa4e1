// The section that says what one request of each lane costs: as a race measured it, or the page before the first race.
import { h } from './dom.js';
import { evidenceView } from './evidence.js';
import { firstEvidence } from './first-evidence.js';
import { dialLabel } from './dial.js';
import * as format from './format.js';

/**
 * @param lanes returns the names of the lanes that the page shows
 * @param onMeasured is called when the page's own measurement has ended, so that it can be shown
 */
export function evidencePanel(pattern, lanes, onMeasured) {
  const element = h('section', { class: 'evidence', hidden: true });
  let measured = null; // what one request of each lane costs, without a race
  let known = null; // the evidence that was shown last; the dial may have replaced it since
  const first = firstEvidence(pattern.slug, (answer, names) => {
    if (answer) measured = { answer, names };
    onMeasured();
  });

  function draw(answer, race = null) {
    const isOfRate = answer.turns === 'load'; // which says nothing about one request
    const position = answer.dial && pattern.dial && !isOfRate
      ? ` (${dialLabel(pattern.dial).toLowerCase()}: ${format.count(answer.dial)})` : '';
    element.hidden = false;
    element.replaceChildren(h('h2', `What one request costs${position}`), evidenceView(answer, race));
  }

  return {
    element,
    /** Shows another position of the dial. It stays until there is something newer, or until the lanes change. */
    showPosition(answer) {
      first.cancel(); // it would show the usual position again
      measured = { answer, names: answer.lanes.map(lane => lane.lane) };
      known ??= answer;
      draw(answer);
    },
    /**
     * Shows the evidence of the first race that has some, or the page's own measurement.
     * @returns it, and whether it was not shown yet; null if there is none
     */
    show(races) {
      const race = races.find(candidate => candidate?.evidence);
      const answer = race?.evidence ?? (measured?.names.join() === lanes().join() ? measured.answer : null);
      const isNew = answer !== known;
      known = answer;
      if (answer && isNew) draw(answer, race);
      return answer && { answer, isNew };
    },
    /** Asks each lane once, because no race has shown what its request costs. */
    measure() {
      element.hidden = !first.want(lanes());
      element.replaceChildren(h('h2', 'What one request costs'), h('p', { class: 'quiet' }, 'Calling each lane …'));
    },
    hide: () => element.hidden = true,
    cancel: first.cancel,
    forget: first.forget,
    leave: first.leave,
  };
}
