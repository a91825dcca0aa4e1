// Second acts: how a cure fails. Whoever starts one undoes it by leaving.
import { h } from './dom.js';
import { ask, stage } from './connection.js';

export function actsPanel(slug) {
  const element = h('section', { class: 'acts panel', hidden: true });
  const problem = h('p', { class: 'bad', role: 'status' });
  let offered = [], mine = false;

  async function toggle(act) {
    problem.textContent = '';
    try {
      const on = running(act);
      mine = !on;
      await ask(on ? '/stage/acts/stop' : `/stage/acts/${slug}/${act.act}`, 'POST');
    } catch (error) {
      problem.textContent = error.message;
    }
  }

  const running = act => stage.act?.running && stage.act.act === act.act;
  function draw() {
    element.hidden = offered.length === 0;
    element.replaceChildren(h('h2', {}, 'Second act: how the cure fails'), ...offered.map(act => h('div', { class: 'act-line' },
      h('button', { 'aria-pressed': `${!!running(act)}`, class: running(act) ? 'primary' : null, onclick: () => toggle(act) }, running(act) ? 'Undo' : act.title),
      h('p', {}, running(act) ? `It runs: ${act.title}. Race now. ` : '', act.says))), problem);
  }

  const undo = () => { if (mine) navigator.sendBeacon('/stage/acts/stop'); mine = false; };
  addEventListener('pagehide', undo);
  async function load() {
    offered = (await ask('/stage/acts').catch(() => [])).filter(a => a.slug === slug);
    draw();
  }
  load();
  return { element, update: type => { if (type === 'act') draw(); if (type === 'patterns') load(); }, leave() { removeEventListener('pagehide', undo); undo(); } };
}
