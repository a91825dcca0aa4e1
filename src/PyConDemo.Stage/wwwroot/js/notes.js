import { h } from './dom.js';
import { prepareCode } from './code-blocks.js';

/** The pattern's README as speaker notes, closed until asked for. The server removed all HTML from the Markdown. */
export function notesPanel() {
  const body = h('div', { class: 'text' });
  const summary = h('summary', 'Notes', h('kbd', 'N'));
  const element = h('details', { class: 'notes panel', hidden: true }, summary, body);
  let showAddress = () => {};
  return {
    element,
    show(html) {
      body.innerHTML = html;
      // An empty cell is no header, and what scrolls must be reachable by keyboard.
      for (const cell of body.querySelectorAll('th:empty')) cell.replaceWith(document.createElement('td'));
      for (const scrolling of body.querySelectorAll('table, pre')) scrolling.tabIndex = 0;
      showAddress = prepareCode(body);
      element.hidden = !html;
    },
    /** After the API has started again it may have another address. */
    update: () => showAddress(),
    toggle() {
      element.open = !element.open;
      if (element.open) element.scrollIntoView();
    },
  };
}
