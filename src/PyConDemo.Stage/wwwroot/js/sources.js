import { h } from './dom.js';
import { lookOf } from './lane-styles.js';

/** In hundredths of a rem: the size of other code on the page, and the least that a room can read. */
const LARGEST = 102, SMALLEST = 75, STEP = 1;

/** Two lanes' files, exactly as compiled; what differs is marked. Lines that a reader need not see first are folded. */
export function sourcesPanel() {
  const grid = h('div', { class: 'pair code-pair' });
  const all = h('button', { 'aria-pressed': 'false', onclick: turnAll }, 'All lines');
  const element = h('section', { class: 'sources', hidden: true }, h('div', { class: 'sources-head' }, h('h2', {}, 'The code'), all), grid);

  /** @param names the lanes that the page shows: a next step stands next to good, an attendee's own next to bad */
  function show(page, names) {
    const panes = page.steps?.find(([, step]) => names.includes(step?.lane)) ?? (names.includes('yours') && page.yours || page.panes);
    grid.replaceChildren(...panes.map(pane));
    all.hidden = !grid.querySelector('.fold');
    all.setAttribute('aria-pressed', 'false');
    element.hidden = panes.length === 0;
    requestAnimationFrame(fit); // once it is in the page
  }

  /** Chooses the largest size at which all that differs is in the window together with the heading. */
  function fit() {
    for (let size = LARGEST; size >= SMALLEST; size -= STEP) {
      grid.style.setProperty('--size', `${size / 100}rem`);
      if (reach() <= innerHeight) return;
    }
  }

  const reach = () => Math.max(...[...grid.querySelectorAll('.differs:not(.folded)')].map(row => row.getBoundingClientRect().bottom)) - element.getBoundingClientRect().top;

  function pane({ lane, file, lines, folds }) {
    const rows = lines.flatMap((line, i) => opens(lines, i) ? [foldOf(line.fold, folds[line.fold]), rowOf(line)] : [rowOf(line)]);
    const section = h('section', { class: `panel side-${lookOf(lane)}`, 'aria-label': file },
      h('h3', {}, h('span', { class: lookOf(lane) }, lane.toUpperCase()), ' ', h('span', { class: 'file' }, file)),
      h('pre', { class: 'code', role: 'group', 'aria-label': `Source of ${file}` }, h('code', {}, rows)));
    section.style.setProperty('--rows', `${rows.length + 1}`);
    return section;
  }

  const foldOf = (fold, words) => h('button', { class: 'fold', 'aria-label': words, 'aria-expanded': 'false', 'data-fold': `${fold}`, onclick: () => turn(fold) });

  /** In both panes, so that lines stay next to each other. */
  function turn(fold, open = grid.querySelector(`.fold[data-fold="${fold}"]`).ariaExpanded !== 'true') {
    for (const button of grid.querySelectorAll(`.fold[data-fold="${fold}"]`)) button.ariaExpanded = `${open}`;
    for (const line of grid.querySelectorAll(`.line[data-fold="${fold}"]`)) line.classList.toggle('folded', !open);
  }

  function turnAll() {
    const open = all.getAttribute('aria-pressed') === 'false';
    all.setAttribute('aria-pressed', `${open}`);
    for (const fold of new Set([...grid.querySelectorAll('.fold')].map(f => f.dataset.fold))) turn(fold, open);
  }

  addEventListener('resize', function resized() {
    if (element.isConnected) fit();
    else removeEventListener('resize', resized);
  });
  return { element, show };
}

/** Whether a fold begins at a line. A replay of an older version knows of no folds. */
const opens = (lines, i) => typeof lines[i].fold === 'number' && lines[i].fold !== lines[i - 1]?.fold;

/** The server escaped and coloured the line. What is too long for its pane goes on below, further in than it began. */
function rowOf({ number, html, differs, fold }) {
  const folded = typeof fold === 'number';
  const row = h('span', { class: `line${number ? '' : ' filler'}${differs ? ' differs' : ''}${folded ? ' folded' : ''}`, 'data-n': number ?? '', 'data-fold': folded ? `${fold}` : null });
  if (number) row.innerHTML = `${html}\n`;
  const columns = row.textContent.search(/\S|\n|$/);
  if (columns) indent(row, columns);
  row.classList.toggle('blank', number && !html.trim());
  row.style.setProperty('--hang', `${columns / 2 + 2}ch`);
  return row;
}

function indent(row, columns) {
  const text = document.createTreeWalker(row, NodeFilter.SHOW_TEXT).nextNode(), first = h('span', { class: 'indent' });
  text.splitText(columns);
  text.replaceWith(first);
  first.append(text);
}
