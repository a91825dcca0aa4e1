// An anti-pattern's page: its race, failure demo, dial, source code, evidence and notes.
import { h, keyButton, setText, throttled } from './dom.js';
import { stage, send, startRace, stopRace } from './connection.js';
import { newRace } from './race-state.js';
import { loadLast } from './last-race.js';
import { otherRaceNotice } from './other-race.js';
import { apiNotice, drawNotice } from './api-notice.js';
import { raceView } from './race-view.js';
import { downloads } from './downloads.js';
import { sourcesPanel } from './sources.js';
import { evidencePanel } from './evidence-panel.js';
import { dialPanel } from './dial.js';
import { failureDemosPanel } from './failure-demos.js';
import { notesPanel } from './notes.js';
import { hasYours, isYoursOn, shownLanes, stepsOf, toggleYours } from './lanes.js';
import * as format from './format.js';

export function patternView(patterns, slug) {
  const index = patterns.findIndex(p => p.slug === slug);
  if (index < 0) return noPatternView(patterns, slug);
  const pattern = patterns[index];
  const steps = stepsOf(pattern);
  let step = null; // the next step that is shown next to good; null for the pair
  let problem = '', source = null;
  let pending = ''; // what the user has just asked for
  let last = null, known = ''; // the last race that the stage has saved, and the lanes for which it was looked up
  let watched = false; // a race of this pattern has run while the page was open

  const lanes = () => shownLanes(pattern, step);
  const view = raceView(lanes, slug), sources = sourcesPanel(), notes = notesPanel();
  const files = downloads(() => view.element.querySelector('.chart svg'));
  const evidence = evidencePanel(pattern, lanes, showEvidence);
  const dial = dialPanel(pattern, evidence.cancel, evidence.showPosition), failureDemos = failureDemosPanel(slug);
  const other = otherRaceNotice(slug, race);

  const notice = h('div'), stepText = h('p', { class: 'step', role: 'status' });
  const lastText = h('p', { class: 'last-race' });
  const startButton = keyButton('Race', 'R', { class: 'primary', disabled: true, onclick: race });
  const stopButton = keyButton('Stop', 'Esc', { disabled: true, onclick: stop });
  const stepButton = keyButton('Next step', 'S', { class: 'next', hidden: !steps.length, onclick: nextStep });
  const yoursButton = keyButton('Yours', 'Y', { class: 'third', hidden: !hasYours(pattern), onclick: switchYours });

  const stepOf = race => steps.find(s => race.labels.includes(s.name)) ?? null;
  const isRaceRunning = () => !!stage.race?.running;

  /** The live race of this pattern, if the page shows its lanes. One that was stopped stays until the page is left. */
  function ownRace() {
    const { race } = stage;
    if (race?.slug !== slug) return null;
    return race.running || (stepOf(race) === step && (!race.failed || watched)) ? race : null;
  }

  const shownRace = () => ownRace() ?? last;

  const draw = throttled(() => {
    const shown = shownRace();
    startButton.disabled = stage.state.api !== 'ready' || isRaceRunning();
    stopButton.disabled = !isRaceRunning();
    yoursButton.setAttribute('aria-pressed', `${isYoursOn()}`);
    stepButton.disabled = !!ownRace()?.running;
    stepButton.setAttribute('aria-pressed', `${step !== null}`);
    setText(stepText, step ? `Next step: ${step.name}. ${step.step}` : '');
    drawNotice(notice, apiNotice(), demoNotice());
    other.draw();
    drawLastText(shown);
    view.draw(shown ?? newRace(), idleText(), pending);
    files.show(shown);
  });

  function drawLastText(shown) {
    const date = shown === last ? last?.facts.date : null;
    if (!date) lastText.replaceChildren();
    else lastText.replaceChildren(h('span', { class: 'ribbon' }, 'LAST RACE'), ` ${format.dateTime(date)}`);
  }

  function idleText() {
    if (problem) return problem;
    const { planned, thorough } = stage.state, seconds = planned?.[slug]?.[lanes().length - 2];
    const method = thorough ? 'Full method' : 'Short race';
    return `Press R to race ${format.list(lanes())}. ${method}${seconds ? `, about ${seconds} s` : ''}.`;
  }

  function demoNotice() {
    const { failureDemo } = stage;
    const text = `Failure demo running: ${failureDemo?.title}`;
    return failureDemo?.running && h('p', { class: 'notice failure-demo', role: 'status' }, text);
  }

  /** Shows the evidence of the shown race or of the last one. Before the first race the page measures it by itself. */
  function showEvidence() {
    const shown = evidence.show([ownRace(), last]);
    if (shown?.isNew) dial?.show(shown.answer);
    if (shown) return;
    if (known === lanes().join()) evidence.measure();
    else evidence.hide();
  }

  /** Loads the last race of the shown lanes. Then it is known whether there is evidence. */
  async function showLast() {
    const names = lanes();
    const race = await loadLast(slug, names);
    if (names.join() !== lanes().join()) return; // the page shows other lanes by now
    last = race;
    known = names.join();
    if (!source) showSource();
    showEvidence();
    draw();
  }

  async function race() {
    problem = '';
    if (other.isRunning() && !other.isOffered()) {
      other.offer();
      return;
    }
    evidence.cancel();
    if (!isRaceRunning()) pending = 'Starting …';
    draw();
    try {
      if (other.isRunning()) await stopRace();
      const started = await startRace(slug, lanes());
      if (started.slug !== slug) other.offer(); // another window was faster
    } catch (error) {
      problem = error.message;
      pending = '';
    }
    draw();
  }

  async function stop() {
    if (isRaceRunning()) pending = 'Stopping …';
    draw();
    await stopRace().catch(() => {}); // the notice says that the stage or the API is gone
    pending = '';
    draw();
  }

  async function load() {
    if (source || stage.state.api !== 'ready') return;
    source = await send(`/stage/patterns/${slug}/source`).catch(() => null);
    showSource();
    if (source) notes.show(source.notes);
  }

  /** Without an API there is the code of the last race. */
  function showSource() {
    const page = source ?? last?.sources;
    if (page) sources.show(page, lanes());
  }

  function switchYours() {
    if (!hasYours(pattern)) return;
    toggleYours();
    showLanes();
  }

  /** Goes from the pair to the first next step, then to the others, and then back to the pair. */
  function nextStep() {
    if (!stepButton.disabled) showStep(steps[steps.indexOf(step) + 1] ?? null);
  }

  function showStep(next) {
    if (next === step) return;
    step = next;
    showLanes();
  }

  function showLanes() {
    last = null;
    evidence.cancel();
    showSource();
    showEvidence();
    showLast();
    draw();
  }

  /** Shows the lanes of the last race, so that a reload shows the same as before. */
  function followRace() {
    if (stage.race?.slug === slug) showStep(stepOf(stage.race));
  }

  followRace();
  draw();
  showEvidence();
  showLast();
  load();
  return {
    title: pattern.title,
    element: h('div',
      h('div', { class: 'screen' }, notice, other.element,
        h('div', { class: 'head' },
          h('span', { class: 'n', 'aria-hidden': 'true' }, `${index + 1}`),
          h('div',
            h('div', { class: 'title-row' }, h('h1', pattern.title), lastText), h('p', pattern.symptom), stepText),
          h('div', { class: 'go' }, stepButton, yoursButton, startButton, stopButton)),
        view.element),
      view.data, files.element, failureDemos.element, dial?.element, sources.element, evidence.element, notes.element),
    /** Starts a race from a slide. The slides are about the pair. */
    begin() {
      if (!ownRace()?.running) showStep(null);
      race();
    },
    keys: {
      r: race, n: notes.toggle, y: switchYours, s: nextStep, Escape: stop,
      get Enter() { return other.isOffered() ? race : undefined; },
    },
    update(type) {
      if (type === 'started' || type === 'failed') pending = '';
      watched ||= stage.race?.slug === slug && isRaceRunning();
      if (type === 'lanes') followRace();
      draw();
      failureDemos.update(type);
      if (['started', 'why', 'idle', 'state'].includes(type)) showEvidence();
      if (type === 'saved' || type === 'link') showLast();
      if (type === 'state') {
        notes.update();
        load();
      }
      if (type === 'patterns') {
        evidence.forget();
        source = null; // the API has started, maybe with other code
        load();
      }
    },
    leave() {
      evidence.leave();
      dial?.leave();
      failureDemos.leave();
    },
  };
}

/** Until the stage has told its patterns, any address may be right. */
function noPatternView(patterns, slug) {
  if (!patterns.length) return { title: 'PyConDemo', element: h('div') };
  return {
    title: 'No such anti-pattern',
    element: h('div', h('h1', `There is no anti-pattern “${slug}”.`), h('p', h('a', { href: '#/' }, 'Home'),
      ' lists all six.')),
  };
}
