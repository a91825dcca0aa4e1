// What a page says while the API is not ready.
import { h } from './dom.js';
import { stage } from './connection.js';

/** The notice's element, or null while the API is ready. */
export function apiNotice() {
  const { link, state } = stage;
  if (link === 'lost') return notice('alert', 'The stage does not answer. Is its terminal still open?');
  if (state.api === 'ready' || !state.message) return null;
  return state.api === 'starting' ? notice('status', state.message) : notice('alert', state.message);
}

/** Draws the notice into its place. A screen reader reads each new one aloud, so it changes only with its text. */
export function drawNotice(place, ...notices) {
  const next = h('div', notices);
  if (place.textContent !== next.textContent) place.replaceChildren(...next.children);
}

const notice = (role, text) => h('p', { class: `notice ${role}`, role }, text);
