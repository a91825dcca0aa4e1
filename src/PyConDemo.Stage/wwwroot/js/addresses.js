// Where the API is, at the foot of each page.
import { h } from './dom.js';
import { stage } from './connection.js';

const pages = [['Swagger', '/swagger'], ['Hangfire', '/hangfire'], ['Checklist', '/checklist']];

/** Draws the links. The address never contains the API's key. */
export function drawAddresses(place) {
  const { target } = stage.state;
  if (place.dataset.target === `${target ?? ''}`) return;
  place.dataset.target = target ?? '';
  const link = (words, path) => h('a', { href: new URL(path, target), target: '_blank', rel: 'noopener' }, words);
  if (!target) {
    place.replaceChildren();
    return;
  }
  const links = pages.flatMap(([words, path]) => [' · ', link(words, path)]);
  place.replaceChildren('API: ', link(target.replace(/\/$/, ''), '/swagger'), ...links);
}
