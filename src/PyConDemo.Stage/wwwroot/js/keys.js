// The page can be used with one hand on a presenter remote, which sends PageUp and PageDown.
import { h } from './dom.js';

const legend = [
  ['1 … 6', 'the anti-patterns'],
  ['→ PageDown', 'next'],
  ['← PageUp', 'previous'],
  ['R', 'start the race, the measurement or the replay'],
  ['Esc', 'stop the race'],
  ['T', 'the slides; from a race, back to its slide'],
  ['C', 'the checklist'],
  ['P', 'the replays'],
  ['N', 'show or hide the notes'],
  ['S', 'good against the next step of the fix, then the pair'],
  ['Y', 'add your own lane, or hide it'],
  ['D', 'dark or light colours'],
  ['0', 'the home page'],
  ['?', 'show or hide these keys'],
  ['Space Home End', 'in the talk: next, first and last slide'],
  ['Enter', 'in the talk: start the race'],
  ['.', 'black-screen key of a remote (also B), in the talk: start the race, or go back to the slide'],
];

/** The focused elements that handle a key themselves. */
const slider = '[type=range]', sliderOrChart = `${slider}, .chart[tabindex]`;
const handlers = {
  Enter: 'a, button', ' ': 'button',
  ArrowLeft: sliderOrChart, ArrowRight: sliderOrChart, PageUp: slider, PageDown: slider,
};

/** @param actionOf returns a key's action, or nothing */
export function listen(actionOf) {
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in handlers && event.target.closest(handlers[event.key])) return;
    const action = actionOf(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!action) return;
    event.preventDefault();
    action();
  });
}

export function toggleHelp() {
  const dialog = document.getElementById('help');
  if (dialog.open) {
    dialog.close();
    return;
  }
  const keys = text => text.split(' ').map(key => key === '…' ? ' … ' : h('kbd', key));
  dialog.replaceChildren(
    h('header', h('h2', { id: 'help-title' }, 'Keys'), h('button', { onclick: () => dialog.close() }, 'Close')),
    h('dl', legend.map(([key, words]) => h('div', h('dt', keys(key)), h('dd', words)))),
    h('p', h('strong', 'Bystander: '),
      'an unrelated route of the same server. The chart shows what a race does to it.'));
  dialog.showModal();
}
