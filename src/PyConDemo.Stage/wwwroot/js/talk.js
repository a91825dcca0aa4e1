// The talk's slides. The stage's process made them from Markdown; they need no API, and once loaded no server either.
import { h, text } from './dom.js';
import { ask } from './connection.js';
import { help } from './keys.js';

let deck = null, at = 1, withNotes = false; // kept while a race is shown in between

/** The slide to come back to. */
export const lastSlide = () => at;

/** `race(slug, slide)` opens a pattern's page from a slide and starts its race. */
export async function talk(id, race) {
  deck ??= await ask('/stage/talk').catch(() => null);
  if (!deck) return { title: 'Talk', element: h('h1', {}, 'The stage does not answer: is its terminal still open?') };
  const order = deck.filter(s => s.slug && s.opens).map(s => s.slug);
  const slides = deck.map(s => slideOf(s, deck.length, order.indexOf(s.slug) + 1));
  const link = (slide, label, words) => h('a', { href: `#/talk/${slide}`, 'aria-label': words }, label);
  const back = link(1, '←', 'Previous slide'), on = link(1, '→', 'Next slide');
  const start = h('button', { class: 'primary', onclick: go }, 'Race', h('kbd', {}, 'R'));
  const notes = h('button', { 'aria-pressed': 'false', onclick: toggle }, 'Notes', h('kbd', {}, 'N'));
  const count = h('span', { class: 'count' }), bar = h('i');
  const element = h('div', { class: 'talk' }, h('div', { class: 'slides' }, slides),
    h('div', { class: 'foot' }, h('a', { href: '#/' }, 'Home', h('kbd', {}, '0')), h('button', { onclick: help, 'aria-label': 'Keys' }, '?'), notes, start,
      back, count, on, h('div', { class: 'track', 'aria-hidden': 'true' }, bar)));

  const now = () => deck[at - 1];
  const within = slide => Math.min(Math.max(1, slide), deck.length);

  function go() {
    if (now().slug) race(now().slug, at);
  }

  function toggle() {
    withNotes = !withNotes;
    draw();
  }

  function draw() {
    slides.forEach((slide, i) => { slide.hidden = i !== at - 1; });
    element.classList.toggle('with-notes', withNotes);
    notes.setAttribute('aria-pressed', `${withNotes}`);
    start.hidden = !now().slug;
    back.href = `#/talk/${within(at - 1)}`;
    on.href = `#/talk/${within(at + 1)}`;
    text(count, `${at}/${deck.length}`);
    bar.style.width = `${100 * at / deck.length}%`;
  }

  function turnTo(slide) {
    at = within(Math.round(Number(slide)) || 1);
    if (location.hash !== `#/talk/${at}`) history.replaceState(null, '', `#/talk/${at}`); // so that a reload finds it
    document.title = `${now().title} · PyConDemo`;
    document.getElementById('live').textContent = `${at} of ${deck.length}: ${now().title}`;
    draw();
    scrollTo(0, 0);
  }

  function to(slide) {
    location.hash = `/talk/${within(slide)}`;
    turnTo(slide); // at once: the event comes later, and a second key may be faster
  }

  const forth = () => to(at + 1), rewind = () => to(at - 1);
  const keys = {
    ArrowRight: forth, PageDown: forth, ' ': forth, ArrowLeft: rewind, PageUp: rewind, Home: () => to(1), End: () => to(deck.length),
    r: go, Enter: go, '.': go, b: go, n: toggle, // . or b is what a clicker's black-screen key sends
  };
  const native = { Enter: 'a, button', ' ': 'button' }; // what has the focus takes these keys itself
  turnTo(id);
  return { get title() { return now().title; }, element, turnTo, key: key => native[key] && document.activeElement?.closest(native[key]) ? null : keys[key] };
}

/** All slides are in the page, one is shown: so a print has them all. Their HTML is the server's, which lets none of the Markdown's pass. */
function slideOf(slide, count, pattern) {
  const face = h('div', { class: 'face' }), notes = h('section', { class: 'text', 'aria-label': 'Notes' });
  face.innerHTML = slide.html;
  notes.innerHTML = slide.notes;
  for (const code of face.querySelectorAll('pre')) {
    code.tabIndex = 0; // where it scrolls, it does so by keyboard, too
    code.setAttribute('role', 'group');
    code.setAttribute('aria-label', 'Code');
  }

  if (pattern && slide.opens) face.prepend(h('span', { class: 'n', 'aria-hidden': 'true' }, `${pattern}`));
  else if (!slide.opens) face.prepend(h('p', { class: 'section' }, `${pattern || ''} ${slide.section}`));
  const kind = slide.number === 1 ? 'title' : slide.opens ? 'opens' : face.querySelector('blockquote') ? 'claim' : 'goes-on';
  return h('section', { class: `slide ${kind}${pattern ? ' of-pattern' : ''}`, hidden: true, 'aria-roledescription': 'slide', 'aria-label': `${slide.number} of ${count}` },
    h('div', { class: 'space' }, face), notes);
}
