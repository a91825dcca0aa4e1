import { h } from './dom.js';

/**
 * Two lanes' files, exactly as compiled; what differs is marked. The server escaped and coloured the lines.
 * @param yours bad beside an attendee's own instead of beside good
 */
export function sourcePair(page, yours) {
  return h('div', { class: 'pair' }, (yours && page.yours || page.panes).map(pane => h('section', { class: `panel side-${pane.lane}`, 'aria-label': pane.file },
    h('h3', {}, h('span', { class: pane.lane }, pane.lane.toUpperCase()), ' ', h('span', { class: 'file' }, pane.file)),
    h('pre', { class: 'code', tabindex: '0', role: 'group', 'aria-label': `Source of ${pane.file}` }, h('code', {}, pane.lines.map(line))))));
}

function line({ number, html, differs }) {
  const row = h('span', { class: `line${number ? '' : ' filler'}${differs ? ' differs' : ''}`, 'data-n': number ?? '' });
  if (number) row.innerHTML = `${html}\n`;
  return row;
}
