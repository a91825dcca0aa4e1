import { h } from './dom.js';
import * as format from './format.js';

/** A query plan as a nested list. The node that costs most is marked, in words too. */
export const planTree = root => h('ul', { class: 'plan' }, item(root));

function item(node) {
  return h('li', {},
    h('div', { class: `node${node.costliest ? ' costliest' : ''}` },
      h('b', {}, node.node), node.on && ` on ${node.on}`,
      node.costliest && h('span', { class: 'flag' }, '◀ costs most'), ' ',
      h('span', { class: 'cost' }, cost(node)),
      node.details.map(detail => h('small', {}, detail))),
    node.children.length > 0 && h('ul', {}, node.children.map(item)));
}

function cost({ rows, loops, buffers, milliseconds, removed }) {
  const times = loops > 1 ? ` × ${format.count(loops)}` : '';
  const parts = [`${format.count(rows)} rows${times}`, `${format.count(buffers)} buffers`, format.ms(milliseconds)];
  if (removed) parts.push(`${format.count(removed)} discarded`);
  return parts.join(', ');
}
