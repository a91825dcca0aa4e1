import { h, text, throttled } from './dom.js';
import { stage, ask, startRace, stopRace } from './connection.js';
import { newRace } from './race-state.js';
import { arena } from './race-view.js';
import { sourcesPanel } from './sources.js';
import { whyPage } from './evidence.js';
import { dialPanel } from './dial.js';
import { actsPanel } from './failure-demos.js';
import { notesPanel } from './notes.js';
import * as lanes from './lanes.js';

export function pattern(all, slug) {
  const at = all.findIndex(p => p.slug === slug), p = all[at] ?? { slug, title: slug, symptom: '', lanes: [], dial: null };
  const steps = lanes.stepsOf(p), shown = () => lanes.shown(p, step);
  const ring = arena(shown);
  const why = h('section', { class: 'why', hidden: true }), sources = sourcesPanel(), notes = notesPanel();
  const notice = h('div');
  const start = h('button', { class: 'primary', disabled: true, onclick: race }, 'Race', h('kbd', {}, 'R')), halt = h('button', { disabled: true, onclick: stopRace }, 'Stop', h('kbd', {}, 'Esc'));
  const next = h('button', { class: 'next', hidden: !steps.length, onclick: turnStep }, 'Next step', h('kbd', {}, 'S')), adds = h('p', { class: 'step', role: 'status' });
  const third = h('button', { class: 'third', hidden: !lanes.hasYours(p), onclick: turnYours }, 'Yours', h('kbd', {}, 'Y'));
  const dial = dialPanel(p, page => drawWhy(page)), acts = actsPanel(slug);
  let problem = '', code = null;
  let step = null; // the next step that the page shows next to good; null: the pair

  const stepOf = race => steps.find(s => race.labels.includes(s.name)) ?? null;
  /** The last race of this pattern, if its lanes are those that the page shows. */
  const mine = () => stage.race?.slug === slug && (stage.race.running || stepOf(stage.race) === step) ? stage.race : null;
  const draw = throttled(() => {
    const race = mine();
    start.disabled = stage.state.api !== 'ready' || !!stage.race?.running;
    halt.disabled = !stage.race?.running;
    third.setAttribute('aria-pressed', `${lanes.yoursIsOn()}`);
    next.disabled = !!mine()?.running;
    next.setAttribute('aria-pressed', `${step !== null}`);
    text(adds, step ? `Next step: ${step.name}. ${step.step}` : '');
    const news = [...notices()];
    if (notice.textContent !== news.map(n => n.textContent).join('')) notice.replaceChildren(...news); // an alert is read aloud each time
    ring.draw(race ?? newRace(), problem || (stage.race?.running ? `A race of ${stage.race.title} runs.` : `R: race ${named(shown())}. ${stage.state.thorough ? 'Full method, about a minute.' : 'Short race, within 30 s.'}`));
  });

  function* notices() {
    if (stage.link === 'lost') yield h('p', { class: 'notice', role: 'alert' }, 'The stage does not answer: is its terminal still open?');
    else if (stage.state.api !== 'ready') yield h('p', { class: 'notice', role: 'alert' }, stage.state.message);
    if (stage.act?.running) yield h('p', { class: 'notice act', role: 'status' }, `Second act: ${stage.act.title}`);
  }

  function drawWhy(page, race = null) {
    why.hidden = false;
    why.replaceChildren(h('h2', {}, `Why${page.dial ? `, at ${page.dial.toLocaleString('en-US')} ${p.dial?.unit ?? ''}` : ''}`), whyPage(page, race));
  }

  function takeWhy() {
    const race = mine();
    why.hidden = !race?.why;
    if (why.hidden) return;
    drawWhy(race.why, race);
    dial?.show(race.why);
  }

  async function race() {
    problem = '';
    try {
      const ticket = await startRace(slug, shown());
      if (ticket.slug !== slug) location.hash = `/p/${ticket.slug}`; // somebody else's race: watch it
    } catch (error) {
      problem = error.message;
    }
    draw();
  }

  async function load() {
    code = await ask(`/stage/patterns/${slug}/source`).catch(() => null);
    if (!code) return;
    sources.show(code, shown());
    notes.show(code.notes);
  }

  function turnYours() {
    if (!lanes.hasYours(p)) return;
    lanes.turnYours();
    if (code) sources.show(code, shown());
    draw();
  }

  /** From the pair to the next step, and on: after the last one the pair comes again. */
  function turnStep() {
    if (!next.disabled) turnTo(steps[steps.indexOf(step) + 1] ?? null);
  }

  function turnTo(other) {
    if (other === step) return;
    step = other;
    if (code) sources.show(code, shown());
    takeWhy();
    draw();
  }

  /** The page shows what the last race was run with, and so a reload shows the same. */
  function follow() {
    if (stage.race?.slug === slug) turnTo(stepOf(stage.race));
  }

  /** From a slide: it is the pair that the slide is about. */
  function begin() {
    if (!mine()?.running) turnTo(null);
    return race();
  }

  follow();
  draw();
  takeWhy();
  load();
  return {
    title: p.title,
    element: h('div', {}, notice,
      h('div', { class: 'head' }, h('span', { class: 'n', 'aria-hidden': 'true' }, `${at + 1 || ''}`), h('div', {}, h('h1', {}, p.title), h('p', {}, p.symptom), adds), h('div', { class: 'go' }, next, third, start, halt)),
      ring.element, acts.element, dial?.element, sources.element, why, notes.element),
    race, begin, stop: stopRace, notes: notes.toggle, yours: turnYours, step: turnStep,
    update(type) {
      if (type === 'lanes') follow();
      draw();
      acts.update(type);
      if (type === 'why' && mine()) takeWhy();
      if (type === 'patterns') load();
    },
    leave: acts.leave,
  };
}

/** "bad and good", "bad, good and yours". */
const named = names => `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
