import { h } from './dom.js';
import * as say from './format.js';

/** A query plan as a nested list; the node that costs most is marked, in words too. */
export const planTree = root => h('ul', { class: 'plan' }, node(root));

function node(n) {
  return h('li', {},
    h('div', { class: `node${n.costliest ? ' costliest' : ''}` },
      h('b', {}, n.node), n.on && ` on ${n.on}`, n.costliest && h('span', { class: 'flag' }, '◀ costs most'), ' ',
      h('span', { class: 'cost' }, `${say.count(n.rows)} rows${n.loops > 1 ? ` × ${say.count(n.loops)}` : ''}, ${say.count(n.buffers)} buffers, ${say.ms(n.milliseconds)}${n.removed ? `, ${say.count(n.removed)} thrown away` : ''}`),
      n.details.map(d => h('small', {}, d))),
    n.children.length > 0 && h('ul', {}, n.children.map(node)));
}
