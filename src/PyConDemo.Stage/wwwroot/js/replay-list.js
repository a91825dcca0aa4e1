import { h } from './dom.js';
import { pair } from './lanes.js';
import { replays } from './connection.js';

/** Every saved race: the insurance of a live demo. */
export function replayList() {
  const body = h('div', {}, h('p', { class: 'quiet' }, '…'));
  let drawn = '';
  async function draw() {
    const list = await replays();
    if (JSON.stringify(list) === drawn) return;
    drawn = JSON.stringify(list);
    body.replaceChildren(list.length === 0 ? h('p', {}, 'No race was saved yet: each finished one is.') : h('table', { class: 'list panel' },
      h('thead', {}, h('tr', {}, ['Race', 'When', 'Verdict'].map(n => h('th', { scope: 'col' }, n)))),
      h('tbody', {}, list.map(r => h('tr', {}, h('td', {}, h('a', { href: `#/replay/${r.id}` }, r.title), r.lanes.join() !== pair.join() && h('small', {}, ` ${r.lanes.join(' against ')}`)), h('td', {}, new Date(r.date).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' }), r.thorough ? ', full method' : ''), h('td', {}, r.verdict))))));
  }
  draw();
  return { title: 'Replays', element: h('div', {}, h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Replays'), h('p', {}, 'Saved races. They need no server.'))), body), update: type => { if (type === 'saved') draw(); } };
}
