import { h } from './dom.js';
import { pair } from './lanes.js';
import { replays } from './connection.js';
import * as say from './format.js';

/** The six, each with what was last measured of it. */
export async function home(all) {
  const last = new Map();
  const isPair = r => pair.every((name, i) => r.lanes[i] === name);
  for (const r of await replays()) if (!r.refused && isPair(r) && !last.has(r.slug)) last.set(r.slug, r);
  const card = (p, i) => h('li', {}, h('a', { href: `#/p/${p.slug}` },
    h('span', { class: 'n' }, `${i + 1}`), h('h2', {}, p.title), h('p', { class: 'symptom' }, p.symptom), lastOf(last.get(p.slug))));
  return {
    title: 'Servers get stressed too',
    element: h('div', {},
      h('div', { class: 'hero' }, h('h1', {}, 'Servers get stressed too'), h('p', {}, 'Six ways in which code, not traffic, overloads a server. ', h('a', { href: '#/talk/1' }, 'The talk', h('kbd', {}, 'T')))),
      h('ol', { class: 'cards' }, all.map(card))),
  };
}

// Where a lane fails already there is no ratio: that is not "no difference".
const claims = { noDifference: 'no difference', secondSlower: 'good is slower' };

function lastOf(head) {
  if (!head) return h('p', { class: 'last' }, 'not raced yet');
  return h('p', { class: 'last' }, head.factor ? [h('strong', {}, say.factor(head.factor)), 'slower'] : claims[head.claim] ?? 'no ratio: a lane fails', ' · ', say.when(head.date));
}
