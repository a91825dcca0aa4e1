// An anti-pattern's page: its race, failure demo, dial, source code, evidence and notes.
import { h, keyButton, setText, throttled } from './dom.js';
import { stage, send, startRace, stopRace } from './connection.js';
import { newRace } from './race-state.js';
import { apiNotice, drawNotice } from './api-notice.js';
import { raceView } from './race-view.js';
import { sourcesPanel } from './sources.js';
import { evidenceView } from './evidence.js';
import { dialPanel } from './dial.js';
import { failureDemosPanel } from './failure-demos.js';
import { notesPanel } from './notes.js';
import { hasYours, isYoursOn, shownLanes, stepsOf, toggleYours } from './lanes.js';
import * as format from './format.js';

export function patternView(patterns, slug) {
  const index = patterns.findIndex(p => p.slug === slug);
  const pattern = patterns[index] ?? { slug, title: slug, symptom: '', lanes: [], dial: null };
  const steps = stepsOf(pattern);
  let step = null; // the next step that is shown next to good; null for the pair
  let problem = '', source = null;

  const lanes = () => shownLanes(pattern, step);
  const view = raceView(lanes), sources = sourcesPanel(), notes = notesPanel();
  const evidence = h('section', { class: 'evidence', hidden: true });
  const dial = dialPanel(pattern, drawEvidence), failureDemos = failureDemosPanel(slug);

  const notice = h('div'), stepText = h('p', { class: 'step', role: 'status' });
  const startButton = keyButton('Race', 'R', { class: 'primary', disabled: true, onclick: race });
  const stopButton = keyButton('Stop', 'Esc', { disabled: true, onclick: stopRace });
  const stepButton = keyButton('Next step', 'S', { class: 'next', hidden: !steps.length, onclick: nextStep });
  const yoursButton = keyButton('Yours', 'Y', { class: 'third', hidden: !hasYours(pattern), onclick: switchYours });

  const stepOf = race => steps.find(s => race.labels.includes(s.name)) ?? null;
  const isRaceRunning = () => !!stage.race?.running;

  /** The last race of this pattern, if the page shows its lanes. */
  function ownRace() {
    const { race } = stage;
    return race?.slug === slug && (race.running || stepOf(race) === step) ? race : null;
  }

  const draw = throttled(() => {
    startButton.disabled = stage.state.api !== 'ready' || isRaceRunning();
    stopButton.disabled = !isRaceRunning();
    yoursButton.setAttribute('aria-pressed', `${isYoursOn()}`);
    stepButton.disabled = !!ownRace()?.running;
    stepButton.setAttribute('aria-pressed', `${step !== null}`);
    setText(stepText, step ? `Next step: ${step.name}. ${step.step}` : '');
    drawNotice(notice, apiNotice(), demoNotice());
    view.draw(ownRace() ?? newRace(), idleText());
  });

  function idleText() {
    if (problem) return problem;
    if (isRaceRunning()) return `A race of ${stage.race.title} is running.`;
    const length = stage.state.thorough ? 'Full method, about a minute.' : 'Short race, within 30 s.';
    return `Press R to race ${format.list(lanes())}. ${length}`;
  }

  function demoNotice() {
    const { failureDemo } = stage;
    const text = `Failure demo running: ${failureDemo?.title}`;
    return failureDemo?.running && h('p', { class: 'notice failure-demo', role: 'status' }, text);
  }

  function drawEvidence(answer, race = null) {
    const position = answer.dial ? `, at ${format.count(answer.dial)} ${pattern.dial?.unit ?? ''}` : '';
    evidence.hidden = false;
    evidence.replaceChildren(h('h2', `What one request costs${position}`), evidenceView(answer, race));
  }

  function showRaceEvidence() {
    const race = ownRace();
    evidence.hidden = !race?.evidence;
    if (evidence.hidden) return;
    drawEvidence(race.evidence, race);
    dial?.show(race.evidence);
  }

  async function race() {
    problem = '';
    try {
      const started = await startRace(slug, lanes());
      if (started.slug !== slug) location.hash = `/p/${started.slug}`; // another race was running: show that one
    } catch (error) {
      problem = error.message;
    }
    draw();
  }

  async function load() {
    source = await send(`/stage/patterns/${slug}/source`).catch(() => null);
    showSource();
    if (source) notes.show(source.notes);
  }

  function showSource() {
    if (source) sources.show(source, lanes());
  }

  function switchYours() {
    if (!hasYours(pattern)) return;
    toggleYours();
    showSource();
    draw();
  }

  /** Goes from the pair to the first next step, then to the others, and then back to the pair. */
  function nextStep() {
    if (!stepButton.disabled) showStep(steps[steps.indexOf(step) + 1] ?? null);
  }

  function showStep(other) {
    if (other === step) return;
    step = other;
    showSource();
    showRaceEvidence();
    draw();
  }

  /** Shows the lanes of the last race, so that a reload shows the same as before. */
  function followRace() {
    if (stage.race?.slug === slug) showStep(stepOf(stage.race));
  }

  followRace();
  draw();
  showRaceEvidence();
  load();
  return {
    title: pattern.title,
    element: h('div', notice,
      h('div', { class: 'head' },
        h('span', { class: 'n', 'aria-hidden': 'true' }, `${index + 1 || ''}`),
        h('div', h('h1', pattern.title), h('p', pattern.symptom), stepText),
        h('div', { class: 'go' }, stepButton, yoursButton, startButton, stopButton)),
      view.element, failureDemos.element, dial?.element, sources.element, evidence, notes.element),
    /** Starts a race from a slide. The slides are about the pair. */
    begin() {
      if (!ownRace()?.running) showStep(null);
      race();
    },
    keys: { r: race, n: notes.toggle, y: switchYours, s: nextStep },
    update(type) {
      if (type === 'lanes') followRace();
      draw();
      failureDemos.update(type);
      if (type === 'why' && ownRace()) showRaceEvidence();
      if (type === 'patterns') load();
    },
    leave: failureDemos.leave,
  };
}
