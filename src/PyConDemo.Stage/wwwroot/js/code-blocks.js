// Commands in the documents: they show the address of the API that runs, and can be copied.
import { h } from './dom.js';
import { stage } from './connection.js';

const USUAL = 'http://127.0.0.1:5080';

/** The text with the API's address in place of the usual one. The API's key is never part of its address. */
export const withAddress = (text, target) => target ? text.replaceAll(USUAL, target.replace(/\/$/, '')) : text;

/** Prepares the commands in an element. Returns a function that shows the address of the API that runs by now. */
export function prepareCode(root) {
  const withUsual = [];
  const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const { data } = nodes.currentNode;
    if (data.includes(USUAL)) withUsual.push([nodes.currentNode, data]);
  }

  for (const block of root.querySelectorAll('pre')) {
    if (/^\s*curl /.test(block.textContent)) addCopyButton(block);
  }

  function showAddress() {
    for (const [node, text] of withUsual) {
      const shown = withAddress(text, stage.state.target);
      if (node.data !== shown) node.data = shown;
    }
  }

  showAddress();
  return showAddress;
}

function addCopyButton(block) {
  const button = h('button', { class: 'copy', onclick: copy }, 'Copy');
  const frame = h('div', { class: 'command' });
  block.replaceWith(frame);
  frame.append(block, button);

  /** Without the right to write to the clipboard, as on a page from another machine, the text is selected instead. */
  async function copy() {
    try {
      await navigator.clipboard.writeText(block.textContent.trim());
      say('Copied');
    } catch {
      getSelection().selectAllChildren(block);
      say('Press Ctrl-C');
    }
  }

  function say(text) {
    button.textContent = text;
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  }
}
