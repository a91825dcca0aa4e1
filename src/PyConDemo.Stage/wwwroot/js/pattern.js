import { h, throttled } from './dom.js';
import { stage, ask, startRace, stopRace } from './stage.js';
import { newRace } from './race.js';
import { arena } from './arena.js';
import { sourcePair } from './sources.js';
import { whyPage } from './why.js';
import { dialPanel } from './dial.js';
import { actsPanel } from './acts.js';
import { notesPanel } from './notes.js';
import * as yours from './yours.js';

export function pattern(all, slug) {
  const at = all.findIndex(p => p.slug === slug), p = all[at] ?? { slug, title: slug, symptom: '', lanes: [], dial: null };
  const ring = arena(() => yours.shown(p));
  const why = h('section', { class: 'why', hidden: true }), sources = h('section', { class: 'sources', hidden: true }), notes = notesPanel();
  const notice = h('div');
  const start = h('button', { class: 'primary', disabled: true, onclick: race }, 'Race', h('kbd', {}, 'R')), halt = h('button', { disabled: true, onclick: stopRace }, 'Stop', h('kbd', {}, 'Esc'));
  const third = h('button', { class: 'third', hidden: !yours.has(p), onclick: turnYours }, 'Yours', h('kbd', {}, 'Y'));
  const dial = dialPanel(p, page => drawWhy(page)), acts = actsPanel(slug);
  let problem = '', code = null;

  const mine = () => stage.race?.slug === slug ? stage.race : null;
  const draw = throttled(() => {
    const race = mine();
    start.disabled = stage.state.api !== 'ready' || !!stage.race?.running;
    halt.disabled = !stage.race?.running;
    third.setAttribute('aria-pressed', `${yours.isOn()}`);
    const news = [...notices()];
    if (notice.textContent !== news.map(n => n.textContent).join('')) notice.replaceChildren(...news); // an alert is read aloud each time
    ring.draw(race ?? newRace(), problem || (stage.race?.running ? `A race of ${stage.race.title} runs.` : `R: race ${yours.shown(p).length > 2 ? 'all three' : 'both'} lanes. ${stage.state.thorough ? 'Full method, about a minute.' : 'Short race, within 30 s.'}`));
  });

  function* notices() {
    if (stage.link === 'lost') yield h('p', { class: 'notice', role: 'alert' }, 'The stage does not answer: is its terminal still open?');
    else if (stage.state.api !== 'ready') yield h('p', { class: 'notice', role: 'alert' }, stage.state.message);
    if (stage.act?.running) yield h('p', { class: 'notice act', role: 'status' }, `Second act: ${stage.act.title}`);
  }

  function drawWhy(page, server) {
    why.hidden = false;
    why.replaceChildren(h('h2', {}, `Why${page.dial ? `, at ${page.dial.toLocaleString('en-US')} ${p.dial?.unit ?? ''}` : ''}`), whyPage(page, server));
  }

  function takeWhy() {
    const race = mine();
    if (!race?.why) return;
    drawWhy(race.why, race.server);
    dial?.show(race.why);
  }

  async function race() {
    problem = '';
    try {
      const ticket = await startRace(slug, yours.shown(p).length > 2);
      if (ticket.slug !== slug) location.hash = `/p/${ticket.slug}`; // somebody else's race: watch it
    } catch (error) {
      problem = error.message;
    }
    draw();
  }

  async function load() {
    code = await ask(`/stage/patterns/${slug}/source`).catch(() => null);
    if (!code) return;
    drawCode();
    notes.show(code.notes);
  }

  function drawCode() {
    sources.hidden = false;
    sources.replaceChildren(h('h2', {}, 'The code'), sourcePair(code, yours.shown(p).length > 2));
  }

  function turnYours() {
    if (!yours.has(p)) return;
    yours.turn();
    if (code) drawCode();
    draw();
  }

  draw();
  takeWhy();
  load();
  return {
    title: p.title,
    element: h('div', {}, notice,
      h('div', { class: 'head' }, h('span', { class: 'n', 'aria-hidden': 'true' }, `${at + 1 || ''}`), h('div', {}, h('h1', {}, p.title), h('p', {}, p.symptom)), h('div', { class: 'go' }, third, start, halt)),
      ring.element, acts.element, dial?.element, sources, why, notes.element),
    race, stop: stopRace, notes: notes.toggle, yours: turnYours,
    update(type) {
      draw();
      acts.update(type);
      if (type === 'why' && mine()) takeWhy();
      if (type === 'patterns') load();
    },
    leave: acts.leave,
  };
}
