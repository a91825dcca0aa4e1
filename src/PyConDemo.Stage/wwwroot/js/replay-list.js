import { h, pageHead, table } from './dom.js';
import { pair } from './lanes.js';
import { listReplayFiles } from './connection.js';
import * as format from './format.js';

/** All saved races. A speaker can show them if a live race fails. */
export function replayListView() {
  const body = h('div', h('p', { class: 'quiet' }, '…'));
  let drawn = '';

  async function draw() {
    const files = await listReplayFiles();
    if (JSON.stringify(files) === drawn) return;
    drawn = JSON.stringify(files);
    const replays = files.filter(file => !file.problem), others = files.filter(file => file.problem);
    const races = replays.filter(replay => !replay.refused), refused = replays.filter(replay => replay.refused);
    const empty = h('p', 'No race is saved yet. Each finished race is saved.');
    const problems = h('ul', others.map(file => h('li', file.problem)));
    body.replaceChildren(
      races.length ? list(races) : '', refused.length ? withoutVerdict(refused) : '',
      replays.length ? '' : empty, others.length ? problems : '');
  }

  draw();
  return {
    title: 'Replays',
    element: h('div', pageHead('Replays', h('p', 'Saved races. They need no server.')), body),
    update(type) {
      if (type === 'saved') draw();
    },
  };
}

const list = replays => table({ class: 'list panel' }, ['Race', 'When', 'Verdict'], replays.map(row));

/** On a busy machine there may be many of them. */
const withoutVerdict = replays => h('details', { class: 'refused' },
  h('summary', `Races without a verdict: ${replays.length}`), list(replays));

function row({ id, title, lanes, date, thorough, verdict }) {
  return h('tr',
    h('td',
      h('a', { href: `#/replay/${id}` }, title),
      lanes.join() !== pair.join() && h('small', ` ${lanes.join(' against ')}`)),
    h('td', format.dateTime(date), thorough ? ', full method' : ''),
    h('td', verdict));
}
