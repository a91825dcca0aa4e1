// What a pattern's page says while another pattern races: one race runs at a time.
import { h, setText } from './dom.js';
import { stage } from './connection.js';

/** @param race stops the other race and starts this page's */
export function otherRaceNotice(slug, race) {
  const text = h('p'), link = h('a', 'Watch it');
  const button = h('button', { class: 'primary', onclick: race }, 'Stop it and race this one', h('kbd', 'R'));
  const element = h('div', { class: 'notice status other-race', role: 'status', hidden: true }, text, link, button);
  let isOffered = false;

  const isRunning = () => !!stage.race?.running && stage.race.slug !== slug;

  function draw() {
    if (!isRunning()) isOffered = false;
    element.hidden = !isRunning();
    element.classList.toggle('offered', isOffered);
    if (element.hidden) return;
    const { title, slug: other } = stage.race;
    setText(text, isOffered ? `${title} is still racing. Press R again or Enter to stop it.`
      : `${title} is racing.`);
    link.href = `#/p/${other}`;
  }

  return {
    element, draw, isRunning,
    isOffered: () => isOffered,
    /** Asks before the other race is stopped. */
    offer() {
      isOffered = true;
      draw();
      button.focus();
    },
  };
}
