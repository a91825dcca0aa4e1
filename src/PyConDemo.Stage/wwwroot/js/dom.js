/** Makes an element. `props`: attributes, or `on…` listeners; null and false leave one out. Text is always text, never HTML. */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'checked' || name === 'disabled' || name === 'hidden' || name === 'open') element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.flat(9).filter(c => c !== null && c !== undefined && c !== false));
  return element;
}

/** Replaces the text only when it is another one: a screen reader need not hear the same again. */
export function text(element, value) {
  if (element.textContent !== value) element.textContent = value;
}

/** Runs `draw` at most once per picture, however often it is asked for. */
export function throttled(draw) {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => { due = false; draw(); });
  };
}
