/** Makes an HTML element. Attributes, `on…` listeners and `--…` styles may come first. Null and false are left out. */
export const h = (tag, ...parts) => fill(document.createElement(tag), parts);

export const svg = (tag, ...parts) => fill(document.createElementNS('http://www.w3.org/2000/svg', tag), parts);

const isMissing = value => value === null || value === undefined || value === false;

function fill(element, parts) {
  const props = parts[0]?.constructor === Object ? parts.shift() : {};
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element[name] = value;
    else if (name.startsWith('--')) element.style.setProperty(name, value);
    else if (!isMissing(value)) element.setAttribute(name, value);
  }
  element.append(...parts.flat(9).filter(part => !isMissing(part)));
  return element;
}

/** A table with a heading for each column. */
export const table = (props, columns, rows) => h('table', props,
  h('thead', h('tr', columns.map(name => h('th', { scope: 'col' }, name)))), h('tbody', rows));

/** A button with the key that does the same. */
export const keyButton = (label, key, props) => h('button', props, label, h('kbd', key));

/** A page's heading, with its buttons at the right end. */
export const pageHead = (title, subtitle, ...buttons) => h('div', { class: 'head' },
  h('div', h('h1', title), subtitle), buttons.length > 0 && h('div', { class: 'go' }, buttons));

/** Sets an element's text if it changed, because a screen reader reads each replaced text aloud. */
export function setText(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

/** Returns a function that calls `draw` at most once per frame. */
export function throttled(draw) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      draw();
    });
  };
}
