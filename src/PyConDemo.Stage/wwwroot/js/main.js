// The frame around the pages: routes, navigation bar and keys.
import { h, setText } from './dom.js';
import { stage, connect, listPatterns, stopRace } from './connection.js';
import { listen, toggleHelp } from './keys.js';
import { drawAddresses } from './addresses.js';
import { homeView } from './home.js';
import { patternView } from './pattern.js';
import { checklistView } from './checklist.js';
import { replayListView } from './replay-list.js';
import { replayView } from './replay.js';
import { talkView, lastSlide } from './talk.js';

const main = document.getElementById('main'), bar = document.getElementById('bar');
const chip = h('span', { id: 'chip', class: 'chip', role: 'status' });
let view = null, visits = 0, beginRace = false;
let pages = []; // in the order of the arrow keys

/** Titles that fit into the bar. */
const shortTitles = {
  'long-requests': 'Long requests', 'offset-pagination': 'OFFSET', 'n-plus-one': 'N+1',
  'hot-aggregations': 'Aggregations', 'fat-payloads': 'Payloads', 'row-locking': 'Locking',
};

const go = hash => { location.hash = hash; };
const announce = text => { document.getElementById('live').textContent = text; };

/** The address has a page's name and id. A race that a slide opened also has the slide's number. */
function route() {
  const [name, id, slide] = location.hash.replace(/^#\/?/, '').split('/');
  return { name, id, slide };
}

const views = {
  __proto__: null, // so that no address finds a method of Object
  p: (id, patterns) => patternView(patterns, id),
  checklist: checklistView,
  replays: replayListView,
  replay: replayView,
  talk: id => talkView(id, openRace),
};

async function show() {
  view?.leave?.();
  const visit = ++visits;
  const current = route();
  const patterns = await listPatterns();
  pages = ['', ...patterns.map(p => `p/${p.slug}`), 'checklist'];
  const next = await (views[current.name]?.(current.id, patterns) ?? homeView(patterns));
  if (visit !== visits) { // the user has gone to another page in the meantime
    next.leave?.();
    return;
  }
  view = next;
  document.title = `${view.title} · PyConDemo`;
  main.replaceChildren(view.element);
  scrollTo(0, 0);
  drawBar(current, patterns);
  if (beginRace && current.name === 'p') view.begin?.();
  beginRace = false;
}

/** Opens a pattern's page from a slide and starts its race. */
function openRace(slug, slide) {
  beginRace = true;
  go(`/p/${slug}/${slide}`);
}

function drawBar({ name, id }, patterns) {
  const link = (hash, label, isCurrent, key) => h('a', { href: `#/${hash}`, 'aria-current': isCurrent ? 'page' : null },
    key && h('b', key), label);
  bar.replaceChildren(
    h('nav', { 'aria-label': 'Pages' },
      link('', 'Home', !name),
      link(`talk/${talkSlide()}`, 'Talk', name === 'talk', 'T'),
      patterns.map(({ slug, title }, i) => (
        link(`p/${slug}`, shortTitles[slug] ?? title, name === 'p' && id === slug, `${i + 1}`))),
      link('checklist', 'Checklist', name === 'checklist'),
      link('replays', 'Replays', name === 'replays' || name === 'replay')),
    chip,
    h('button', { onclick: toggleHelp, 'aria-label': 'Keys' }, '?'));
  drawState();
}

/** What the bar and the foot of the page say about the API. */
function drawState() {
  drawChip();
  drawAddresses(document.getElementById('addresses'));
}

function drawChip() {
  const { state, link } = stage;
  const texts = { ready: `${state.scale} data`, gone: 'API not running', starting: 'starting' };
  const isLost = link === 'lost';
  chip.title = state.postgres ? `PostgreSQL ${state.postgres}` : '';
  chip.className = `chip ${isLost ? 'gone' : state.api}`;
  setText(chip, isLost ? 'stage not running' : texts[state.api]);
}

const talkSlide = () => route().slide ?? lastSlide();
const toTalk = () => go(`/talk/${talkSlide()}`);

/** Goes to the next or the previous page. In a race that a slide opened: to the next slide, or back to its own. */
function turnPage(by) {
  const { name, id, slide } = route();
  if (slide) {
    go(`/talk/${Number(slide) + Math.max(0, by)}`);
    return;
  }
  const current = pages.indexOf(id === undefined ? name : `${name}/${id}`);
  go(`/${pages[(Math.max(0, current) + by + pages.length) % pages.length]}`);
}

function toggleColours() {
  const { dataset } = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  dataset.theme = (dataset.theme ?? system) === 'dark' ? 'light' : 'dark';
}

const backToTalk = () => route().slide && toTalk();
const next = () => turnPage(1), previous = () => turnPage(-1);
const keys = {
  ArrowRight: next, PageDown: next, ArrowLeft: previous, PageUp: previous,
  '.': backToTalk, b: backToTalk, // a clicker's black-screen key sends one of them
  t: toTalk,
  c: () => go('/checklist'),
  p: () => go('/replays'),
  d: toggleColours,
  0: () => go('/'),
  '?': toggleHelp,
  Escape: stopRace,
};

listen(key => {
  if (key === 'Escape' && document.getElementById('help').open) return toggleHelp;
  const page = /^[1-6]$/.test(key) && pages[Number(key)];
  return page ? () => go(`/${page}`) : view?.keys?.[key] ?? keys[key];
});

let knownPatterns = '';
connect(type => {
  const slugs = [...stage.patterns.map(p => p.slug), ...(stage.state.order ?? [])].join();
  if ((type === 'patterns' || type === 'state') && slugs !== knownPatterns) {
    knownPatterns = slugs;
    show();
    return;
  }
  if (type === 'started') announce('The race is running.');
  if (type === 'ended') announce(stage.race.result.verdict);
  drawState();
  view?.update?.(type);
});

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault(); // the link's hash is not a page
  main.focus();
});

addEventListener('hashchange', () => {
  if (route().name === 'talk' && view?.showSlide) {
    visits++; // cancels a page that is still loading
    view.showSlide(route().id);
  } else {
    show();
  }
});

show();
