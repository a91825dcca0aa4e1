/** Makes an HTML element. `props` are attributes and `on…` listeners; null or false leaves one out. Text is no HTML. */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children);
}

const isMissing = value => value === null || value === undefined || value === false;
const properties = ['checked', 'disabled', 'hidden', 'open'];

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (isMissing(value)) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (properties.includes(name)) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(9).filter(child => !isMissing(child)));
  return element;
}

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
