import { h } from './dom.js';
import { pair } from './lanes.js';
import { listReplays } from './connection.js';
import { apiNotice, drawNotice } from './api-notice.js';
import * as format from './format.js';

const claims = { noDifference: 'no difference', secondSlower: 'good is slower' };

/** The home page: the six anti-patterns, each with its last result. */
export async function homeView(patterns) {
  const isPair = replay => pair.every((name, i) => replay.lanes[i] === name);
  const results = (await listReplays()).filter(replay => !replay.refused && isPair(replay)); // the newest first
  const card = (pattern, i) => h('li', h('a', { href: `#/p/${pattern.slug}` },
    h('span', { class: 'n' }, `${i + 1}`),
    h('h2', pattern.title),
    h('p', { class: 'symptom' }, pattern.symptom),
    lastResult(results.find(replay => replay.slug === pattern.slug))));
  const notice = h('div');
  const draw = () => drawNotice(notice, apiNotice());
  draw();
  const talkLink = h('a', { href: '#/talk/1' }, 'The talk', h('kbd', 'T'));
  return {
    title: 'Servers get stressed too',
    element: h('div',
      h('div', { class: 'hero' },
        h('h1', 'Servers get stressed too'),
        h('p', 'Six ways in which code, not traffic, overloads a server. ', talkLink)),
      notice,
      h('ol', { class: 'cards' }, patterns.map(card))),
    update: draw,
  };
}

/** Where a lane fails there is no ratio. That is not the same as "no difference". */
function lastResult(replay) {
  if (!replay) return h('p', { class: 'last' }, 'not raced yet');
  const { factor, claim, date } = replay;
  const result = factor
    ? ['bad is', h('strong', format.factor(factor)), 'slower']
    : claims[claim] ?? 'no comparison: one lane failed';
  return h('p', { class: 'last' }, result, ' · ', format.dateTime(date));
}
