// The talk's slides. The stage's process makes them from Markdown. They need no API, and once loaded no server either.
import { h, keyButton, setText } from './dom.js';
import { send } from './connection.js';
import { toggleHelp } from './keys.js';
import { prepareCode } from './code-blocks.js';

let slides = null, current = 1, showNotes = false; // kept while the page shows a race

/** The number of the slide that was shown last. */
export const lastSlide = () => current;

/** @param openRace `(slug, slide)` opens a pattern's page from a slide and starts its race */
export async function talkView(number, openRace) {
  slides ??= await send('/stage/talk').catch(() => null);
  if (!slides) {
    return { title: 'Talk', element: h('h1', 'The stage does not answer. Is its terminal still open?') };
  }
  const slugs = slides.filter(slide => slide.slug && slide.opens).map(slide => slide.slug);
  const sections = slides.map(slide => slideSection(slide, slides.length, slugs.indexOf(slide.slug) + 1));
  const link = (label, words) => h('a', { 'aria-label': words }, label);
  const back = link('←', 'Previous slide'), forward = link('→', 'Next slide');
  const raceButton = keyButton('Race', 'R', { class: 'primary', onclick: race });
  const notesButton = keyButton('Notes', 'N', { onclick: toggleNotes });
  const codes = sections.map(prepareCode);
  const count = h('span', { class: 'count' }), bar = h('i');
  const element = h('div', { class: 'talk' },
    h('div', { class: 'slides' }, sections),
    h('div', { class: 'foot' },
      h('a', { href: '#/' }, 'Home', h('kbd', '0')),
      h('button', { onclick: toggleHelp, 'aria-label': 'Keys' }, '?'), notesButton, raceButton, back, count, forward,
      h('div', { class: 'track', 'aria-hidden': 'true' }, bar)));

  const slide = () => slides[current - 1];
  const inRange = number => Math.min(Math.max(1, number), slides.length);
  const hash = number => `#/talk/${inRange(number)}`;

  function race() {
    if (slide().slug) openRace(slide().slug, current);
  }

  function toggleNotes() {
    showNotes = !showNotes;
    draw();
  }

  function draw() {
    sections.forEach((section, i) => { section.hidden = i !== current - 1; });
    element.classList.toggle('with-notes', showNotes);
    notesButton.setAttribute('aria-pressed', `${showNotes}`);
    raceButton.hidden = !slide().slug;
    back.href = hash(current - 1);
    forward.href = hash(current + 1);
    setText(count, `${current}/${slides.length}`);
    bar.style.width = `${100 * current / slides.length}%`;
  }

  function showSlide(number) {
    current = inRange(Math.round(Number(number)) || 1);
    if (location.hash !== hash(current)) history.replaceState(null, '', hash(current)); // for a reload
    document.title = `${slide().title} · PyConDemo`;
    document.getElementById('live').textContent = `${current} of ${slides.length}: ${slide().title}`;
    draw();
    scrollTo(0, 0);
  }

  /** Shows the slide at once: a second key may be faster than the hashchange event. */
  function goTo(number) {
    location.hash = hash(number);
    showSlide(number);
  }

  const next = () => goTo(current + 1), previous = () => goTo(current - 1);
  const keys = {
    ArrowRight: next, PageDown: next, ' ': next, ArrowLeft: previous, PageUp: previous,
    Home: () => goTo(1), End: () => goTo(slides.length),
    r: race, Enter: race, '.': race, b: race, n: toggleNotes, // a clicker's black-screen key sends . or b
  };
  showSlide(number);
  return {
    get title() { return slide().title; },
    element, showSlide, keys,
    update(type) {
      if (type === 'state') codes.forEach(showAddress => showAddress());
    },
  };
}

/** All slides are in the page, so a print has them all. The server made their HTML, without any of the Markdown's. */
function slideSection(slide, count, patternNumber) {
  const face = h('div', { class: 'face' }), notes = h('section', { class: 'text', 'aria-label': 'Notes' });
  face.innerHTML = slide.html;
  notes.innerHTML = slide.notes;
  for (const code of face.querySelectorAll('pre')) {
    code.tabIndex = 0; // code that scrolls must be reachable by keyboard
    code.setAttribute('role', 'group');
    code.setAttribute('aria-label', 'Code');
  }

  if (!slide.opens) face.prepend(h('p', { class: 'section' }, `${patternNumber || ''} ${slide.section}`));
  else if (patternNumber) face.prepend(h('span', { class: 'n', 'aria-hidden': 'true' }, `${patternNumber}`));
  const isClaim = !slide.opens && face.querySelector('blockquote');
  const style = slide.number === 1 ? 'slide title' : isClaim ? 'slide claim' : 'slide';
  const label = `${slide.number} of ${count}`;
  return h('section', { class: style, hidden: true, 'aria-roledescription': 'slide', 'aria-label': label },
    h('div', { class: 'space' }, face), notes);
}
