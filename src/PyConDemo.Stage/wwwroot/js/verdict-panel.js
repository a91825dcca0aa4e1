// What happens now, and at the end the verdict. Both have the same place, which is always visible.
import { h, setText } from './dom.js';
import { explanationOf, percentOf, statusOf } from './race-status.js';
import * as format from './format.js';

const LONG = 260; // characters that fit at the usual size

export function verdictPanel() {
  const bar = h('i'), progress = h('div', { class: 'progress', role: 'progressbar', 'aria-label': 'Race' }, bar);
  const status = h('p', { class: 'status' }), detail = h('p', { class: 'detail' });
  const lead = h('div', progress), running = [lead, h('div', status, detail)], line = h('p');
  const element = h('section', { class: 'panel verdict', 'aria-label': 'Verdict' });
  let shown = null;

  /** Replaces the content only if it is another one, so that the progress moves smoothly. */
  function show(what, parts) {
    if (shown === what) return;
    shown = what;
    element.replaceChildren(...parts());
  }

  function showLine(text, style) {
    setText(line, text);
    line.className = style;
    show('line', () => [line]);
  }

  function showProgress(race, pending) {
    const percent = percentOf(race);
    progress.hidden = percent === null;
    progress.setAttribute('aria-valuenow', `${percent ?? 0}`);
    bar.style.width = `${percent ?? 0}%`;
    setText(status, pending || statusOf(race));
    setText(detail, race.compared?.verdict ?? explanationOf(race));
    detail.className = race.compared ? '' : 'detail';
    const words = race.compared ? factorWords(race.compared) : '';
    if (lead.textContent !== words) lead.replaceChildren(words && factor(race.compared), progress);
    show('running', () => running);
  }

  return {
    element,
    draw(race, idleText, pending) {
      if (race.running && !race.result && !race.failed) showProgress(race, pending);
      else if (pending) showLine(pending, 'status');
      else if (race.failed) showLine(race.failed.message, race.failed.stopped ? 'quiet' : 'bad');
      else if (race.result) show(JSON.stringify([race.result.verdict, race.notSaved]), () => verdictParts(race));
      else showLine(idleText, 'quiet');
    },
  };
}

function verdictParts(race) {
  const { result, notSaved } = race;
  return [factor(result), h('div',
    h('p', { id: 'verdict', class: result.verdict.length > LONG && 'long' }, result.verdict),
    method(race),
    notSaved && h('p', { class: 'bad' }, notSaved))];
}

/** How many times slower one lane is, which is how many times faster the other one is. */
function factorWords({ claim, compared }) {
  const factors = { firstSlower: compared?.ratio, secondSlower: 1 / compared?.ratio };
  return factors[claim] ? format.factor(factors[claim]) : '';
}

/** Numbers that can't be trusted have no factor. */
function factor(result) {
  if (result.refused) return h('span', { class: 'refused' }, 'no verdict');
  const words = factorWords(result);
  return words && h('span', { class: `factor ${result.claim === 'firstSlower' ? 'bad' : 'good'}` }, words);
}

function method({ thorough, facts, result }) {
  const parts = [thorough ? 'Full method' : 'Short race'];
  if (facts) parts.push(`${facts.scale} data`, facts.machine.split(',')[0], format.dateTime(facts.date));
  if (result.blocks > 0) parts.push(`${result.blocks} blocks per lane`);
  return h('p', { class: 'how' }, parts.filter(Boolean).join(' · '));
}
