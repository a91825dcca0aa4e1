import { h, text } from './dom.js';
import { stage, connect, watch, patterns, stopRace } from './connection.js';
import { listen, help } from './keys.js';
import { home } from './home.js';
import { pattern } from './pattern.js';
import { checklist } from './checklist.js';
import { replayList } from './replay-list.js';
import { replay } from './replay.js';
import { talk, lastSlide } from './talk.js';

const main = document.getElementById('main'), bar = document.getElementById('bar');
let view = null, stops = [], shown = 0, begin = false;

const go = hash => { location.hash = hash; };
const route = () => location.hash.replace(/^#\/?/, '').split('/');

async function show() {
  view?.leave?.();
  const turn = ++shown;
  const [name, id] = route();
  const all = await patterns();
  stops = ['', ...all.map(p => `p/${p.slug}`), 'checklist'];
  const next = name === 'p' ? pattern(all, id) : name === 'checklist' ? checklist() : name === 'replays' ? replayList()
    : name === 'replay' ? await replay(id) : name === 'talk' ? await talk(id, race) : await home(all);
  if (turn !== shown) return; // somebody was faster
  view = next;
  document.title = `${view.title} · PyConDemo`;
  main.replaceChildren(view.element);
  scrollTo(0, 0);
  drawBar(all, name, id);
  if (begin && name === 'p') view.begin();
  begin = false;
}

/** A slide leads into its race. The address says where from, so that a reload still knows the way back. */
function race(slug, slide) {
  begin = true;
  go(`/p/${slug}/${slide}`);
}

function drawBar(all, name, id) {
  const link = (hash, label, here, number) => h('a', { href: `#/${hash}`, 'aria-current': here ? 'page' : null }, number && h('b', {}, number), label);
  bar.replaceChildren(
    h('nav', { 'aria-label': 'Pages' },
      link('', 'Home', !name), link(`talk/${route()[2] ?? lastSlide()}`, 'Talk', name === 'talk', 'T'),
      all.map((p, i) => link(`p/${p.slug}`, p.title, name === 'p' && id === p.slug, `${i + 1}`)),
      link('checklist', 'Checklist', name === 'checklist'), link('replays', 'Replays', name === 'replays' || name === 'replay')),
    h('span', { id: 'chip', class: 'chip', role: 'status' }), h('button', { onclick: help, 'aria-label': 'Keys' }, '?'));
  drawChip();
}

function drawChip() {
  const chip = document.getElementById('chip');
  if (!chip) return;
  const { state } = stage, lost = stage.link === 'lost';
  chip.title = state.postgres ? `PostgreSQL ${state.postgres}` : '';
  chip.className = `chip ${lost ? 'gone' : state.api}`;
  text(chip, lost ? 'the stage is gone' : state.api === 'ready' ? `${state.scale} data` : state.api === 'gone' ? 'no API' : 'starting');
}

function step(by) {
  const slide = route()[2];
  if (slide) return go(`/talk/${Number(slide) + Math.max(0, by)}`); // this race is part of the talk: to the next slide, or back to its own
  const here = stops.indexOf(route().slice(0, 2).join('/'));
  go(`/${stops[(Math.max(0, here) + by + stops.length) % stops.length]}`);
}

function theme() {
  const dark = (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
}

const toTalk = () => go(`/talk/${route()[2] ?? lastSlide()}`), fromRace = () => route()[2] && toTalk(); // . or b is a clicker's black-screen key

listen(key => {
  const own = view?.key?.(key);
  if (own) return own;
  const slug = /^[1-6]$/.test(key) ? stops[Number(key)] : null;
  if (slug) return () => go(`/${slug}`);
  return {
    ArrowRight: () => step(1), PageDown: () => step(1), ArrowLeft: () => step(-1), PageUp: () => step(-1),
    r: () => view?.race?.(), Escape: () => document.getElementById('help').open ? help() : (view?.stop ?? stopRace)(),
    t: toTalk, '.': fromRace, b: fromRace, c: () => go('/checklist'), p: () => go('/replays'), n: () => view?.notes?.(), y: () => view?.yours?.(), s: () => view?.step?.(), d: theme, 0: () => go('/'), '?': help,
  }[key];
});

let known = '';
watch(type => {
  const names = stage.patterns.map(p => p.slug).join() + (stage.state.order ?? []).join();
  if ((type === 'patterns' || type === 'state') && names !== known) { known = names; show(); return; }
  if (type === 'started') document.getElementById('live').textContent = 'The race runs.';
  if (type === 'ended') document.getElementById('live').textContent = stage.race.result.verdict;
  drawChip();
  view?.update?.(type);
});
document.querySelector('.skip').addEventListener('click', event => { event.preventDefault(); main.focus(); }); // its hash is no page
addEventListener('hashchange', () => {
  if (route()[0] !== 'talk' || !view?.turnTo) return show();
  shown++; // whatever was on its way
  view.turnTo(route()[1]);
});
connect();
show();
