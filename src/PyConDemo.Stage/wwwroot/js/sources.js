// The source code of two lanes side by side.
import { h } from './dom.js';
import { styleOf } from './lanes.js';

/** In hundredths of a rem: the size of other code on the page, and the smallest size that an audience can read. */
const LARGEST = 102, SMALLEST = 75;

/** Shows two lanes' files exactly as compiled. Differences are marked, and lines that matter less are folded. */
export function sourcesPanel() {
  const grid = h('div', { class: 'pair code-pair' });
  const all = h('button', { 'aria-pressed': 'false', onclick: toggleAll }, 'All lines');
  const head = h('div', { class: 'sources-head' }, h('h2', 'The code'), all);
  const element = h('section', { class: 'sources', hidden: true }, head, grid);

  /** @param names the lanes that the page shows; a next step is shown next to good, an attendee's own next to bad */
  function show(page, names) {
    const step = page.steps?.find(([, pane]) => names.includes(pane?.lane));
    const yours = names.includes('yours') ? page.yours : null;
    const panes = step ?? yours ?? page.panes;
    grid.replaceChildren(...panes.map(pane));
    all.hidden = !grid.querySelector('.fold');
    all.setAttribute('aria-pressed', 'false');
    element.hidden = panes.length === 0;
    requestAnimationFrame(fit); // the panes must be in the page before they can be measured
  }

  /** Chooses the largest size at which all differences and the heading fit into the window. */
  function fit() {
    for (let size = LARGEST; size >= SMALLEST; size--) {
      grid.style.setProperty('--size', `${size / 100}rem`);
      if (heightOfDifferences() <= innerHeight) return;
    }
  }

  function heightOfDifferences() {
    const bottoms = [...grid.querySelectorAll('.differs:not(.folded)')].map(row => row.getBoundingClientRect().bottom);
    return Math.max(...bottoms) - element.getBoundingClientRect().top;
  }

  function pane({ lane, file, lines, folds }) {
    const style = styleOf(lane);
    const rows = lines.flatMap((line, i) => beginsFold(lines, i)
      ? [foldButton(line.fold, folds[line.fold]), lineRow(line)] : [lineRow(line)]);
    return h('section', { class: `panel side-${style}`, 'aria-label': file, '--rows': rows.length + 1 },
      h('h3', h('span', { class: style }, lane.toUpperCase()), ' ', h('span', { class: 'file' }, file)),
      h('pre', { class: 'code', role: 'group', 'aria-label': `Source of ${file}` }, h('code', rows)));
  }

  const foldButton = (fold, label) => h('button', {
    class: 'fold', 'aria-label': label, 'aria-expanded': 'false', 'data-fold': fold,
    onclick: event => setOpen(fold, event.target.ariaExpanded !== 'true'),
  });

  /** Opens or closes a fold in both panes, so that their lines stay next to each other. */
  function setOpen(fold, open) {
    for (const button of grid.querySelectorAll(`.fold[data-fold="${fold}"]`)) button.ariaExpanded = open;
    for (const line of grid.querySelectorAll(`.line[data-fold="${fold}"]`)) line.classList.toggle('folded', !open);
  }

  function toggleAll() {
    const open = all.getAttribute('aria-pressed') === 'false';
    all.setAttribute('aria-pressed', `${open}`);
    for (const button of grid.querySelectorAll('.fold')) setOpen(button.dataset.fold, open);
  }

  addEventListener('resize', function onResize() {
    if (element.isConnected) fit();
    else removeEventListener('resize', onResize);
  });
  return { element, show };
}

const beginsFold = (lines, i) => typeof lines[i].fold === 'number' && lines[i].fold !== lines[i - 1]?.fold;

/** A line that is too long continues below, indented further. */
function lineRow({ number, parts, differs, fold }) {
  const isFolded = typeof fold === 'number';
  const isBlank = number && !parts.some(part => part.text.trim());
  const classes = ['line', !number && 'filler', isBlank && 'blank', differs && 'differs', isFolded && 'folded'];
  const row = h('span', { class: classes.filter(Boolean).join(' '), 'data-n': number ?? '', 'data-fold': fold },
    parts.map(({ text, kind }) => kind ? h('span', { class: kind }, text) : text), number && '\n');
  const columns = row.textContent.search(/\S|\n|$/);
  if (columns) wrapIndent(row, columns);
  row.style.setProperty('--hang', `${columns / 2 + 2}ch`);
  return row;
}

function wrapIndent(row, columns) {
  const text = document.createTreeWalker(row, NodeFilter.SHOW_TEXT).nextNode();
  const indent = h('span', { class: 'indent' });
  text.splitText(columns);
  text.replaceWith(indent);
  indent.append(text);
}
