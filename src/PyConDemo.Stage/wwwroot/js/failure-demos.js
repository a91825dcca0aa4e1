// Failure demos show how a fix can fail, or how a failure is contained. Leaving the page ends the demo that was
// started there.
import { h } from './dom.js';
import { errorOf, send, stage } from './connection.js';

/** What to do while the demo runs. A bulkhead protects the other routes; the other demos make good slow. */
function note(demo, here, running) {
  if (!running) return '';
  if (!here) return 'A setting or another program has started it. ';
  const watched = demo.act === 'bulkhead' ? 'the bystander' : 'good';
  return `Running until you stop it or leave this page. Press R and watch ${watched}. `;
}

export function failureDemosPanel(slug) {
  const element = h('section', { class: 'failure-demos panel', hidden: true });
  const problem = h('p', { class: 'bad', role: 'status' });
  let demos = [], startedHere = false;

  const isRunningHere = demo => !!stage.failureDemo?.running && stage.failureDemo.act === demo.act;

  async function toggle(demo) {
    const stop = isRunningHere(demo);
    problem.textContent = '';
    startedHere = !stop;
    const path = stop ? '/stage/acts/stop' : `/stage/acts/${slug}/${demo.act}`;
    problem.textContent = await errorOf(send(path, 'POST'));
  }

  function row(demo) {
    const here = isRunningHere(demo), running = here || demo.running;
    const props = {
      class: running && 'primary', 'aria-pressed': `${running}`, onclick: () => toggle(demo),
      disabled: running && !here, // a setting or another program has started it, and must end it
    };
    return h('div', { class: 'demo-row' },
      h('button', props, `${running ? 'Stop' : 'Start'}: ${demo.title}`),
      h('p', note(demo, here, running), demo.says));
  }

  function draw() {
    element.hidden = demos.length === 0;
    element.replaceChildren(h('h2', 'Failure demos'), ...demos.map(row), problem);
  }

  async function load() {
    if (stage.state.api !== 'ready') return;
    const all = await send('/stage/acts').catch(() => []);
    demos = all.filter(demo => demo.slug === slug);
    draw();
  }

  function undo() {
    if (startedHere) navigator.sendBeacon('/stage/acts/stop');
    startedHere = false;
  }

  addEventListener('pagehide', undo);
  load();
  return {
    element,
    update(type) {
      if (type === 'act') draw();
      if (type === 'act' || type === 'state') load();
    },
    leave() {
      removeEventListener('pagehide', undo);
      undo();
    },
  };
}
