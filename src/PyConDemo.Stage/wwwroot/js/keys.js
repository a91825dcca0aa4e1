// One hand on a clicker: its keys are PageUp and PageDown.
import { h } from './dom.js';

const list = [['1 … 6', 'the anti-patterns'], ['→ PageDown', 'on'], ['← PageUp', 'back'], ['R', 'race'], ['Esc', 'stop'], ['T', 'talk; back to its slide'], ['C', 'checklist'],
  ['P', 'replays'], ['N', 'notes'], ['S', 'the next step of the cure; back to the pair'], ['Y', 'your own lane, too'], ['D', 'dark or light'], ['0', 'home'], ['?', 'these keys'],
  ['Space Home End', 'in the talk: on, first, last slide'], ['Enter', 'in the talk: race'], ['.', 'a clicker’s black screen: race, and back']];

const slides = ['ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown'];

export function listen(actions) {
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.type === 'range' && slides.includes(event.key)) return; // a slider's arrows are its own
    const action = actions(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!action) return;
    event.preventDefault();
    action();
  });
}

export function help() {
  const dialog = document.getElementById('help');
  if (dialog.open) return dialog.close();
  dialog.replaceChildren(h('h2', { id: 'help-title' }, 'Keys'),
    h('dl', {}, list.map(([key, words]) => [h('dt', {}, key.split(' ').map(k => k === '…' ? ' … ' : h('kbd', {}, k))), h('dd', {}, words)])),
    h('button', { onclick: () => dialog.close() }, 'Close'));
  dialog.showModal();
}
