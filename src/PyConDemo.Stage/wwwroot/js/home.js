import { h } from './dom.js';
import { pair } from './lanes.js';
import { findLast } from './last-race.js';
import { listReplays } from './connection.js';
import { apiNotice, drawNotice } from './api-notice.js';
import * as format from './format.js';

const claims = { noDifference: 'no difference', secondSlower: 'good is slower', undecided: 'undecided' };

/** The home page: the six anti-patterns, each with its last result. */
export async function homeView(patterns) {
  const results = patterns.map(() => h('p', { class: 'last' }));
  const card = (pattern, i) => h('li', h('a', { href: `#/p/${pattern.slug}` },
    h('span', { class: 'n' }, `${i + 1}`),
    h('h2', pattern.title),
    h('p', { class: 'symptom' }, pattern.symptom),
    results[i]));
  const notice = h('div');
  const draw = () => drawNotice(notice, apiNotice());

  async function drawResults() {
    const replays = await listReplays(); // the newest first
    patterns.forEach(({ slug }, i) => results[i].replaceChildren(...lastResult(findLast(replays, slug, pair))));
  }

  draw();
  await drawResults();
  const talkLink = h('a', { href: '#/talk/1' }, 'The talk', h('kbd', 'T'));
  return {
    title: 'Servers get stressed too',
    element: h('div', { class: 'home' },
      h('div', { class: 'hero' },
        h('h1', 'Servers get stressed too'),
        h('p', 'Six ways in which code, not traffic, overloads a server. ', talkLink)),
      notice,
      h('ol', { class: 'cards' }, patterns.map(card))),
    update(type) {
      draw();
      if (type === 'saved') drawResults();
    },
  };
}

/** Where a lane fails there is no ratio. That is not the same as "no difference". */
function lastResult(replay) {
  if (!replay) return ['not raced yet'];
  const { factor, claim, date, refused } = replay;
  const when = h('small', format.dateTime(date));
  if (refused) return ['no verdict ', when];
  const result = factor
    ? ['bad is ', h('strong', format.factor(factor)), ' slower']
    : claims[claim] ?? 'no comparison: one lane failed';
  return [h('span', result), ' ', when];
}
