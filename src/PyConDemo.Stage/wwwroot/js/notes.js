import { h } from './dom.js';

/** The pair's README as speaker notes, closed until asked for. The server rendered it without any HTML of its own. */
export function notesPanel() {
  const body = h('div', { class: 'text' });
  const element = h('details', { class: 'notes panel', hidden: true }, h('summary', {}, 'Notes', h('kbd', {}, 'N')), body);
  return {
    element,
    show(html) {
      body.innerHTML = html;
      for (const corner of body.querySelectorAll('th:empty')) corner.replaceWith(document.createElement('td')); // a header that heads nothing
      for (const table of body.querySelectorAll('table, pre')) table.tabIndex = 0; // what scrolls can be scrolled by keyboard
      element.hidden = !html;
    },
    toggle() {
      element.open = !element.open;
      if (element.open) element.scrollIntoView();
    },
  };
}
