import { h, throttled } from './dom.js';
import { ask } from './connection.js';
import { newRace, take } from './race-state.js';
import { arena } from './race-view.js';
import { sourcesPanel } from './sources.js';
import { whyPage } from './evidence.js';
import * as say from './format.js';

/** A saved race, played again at its own pace, and marked as that. */
export async function replay(id) {
  const saved = await ask(`/stage/replays/${id}`).catch(() => null);
  if (!saved) return { title: 'Replay', element: h('h1', {}, 'There is no such replay.') };
  const ring = arena(() => saved.race.lanes.map(l => l.label));
  const why = h('section', { class: 'why' }), sources = sourcesPanel();
  if (saved.sources) sources.show(saved.sources, saved.race.lanes.map(l => l.name));
  let race = newRace(saved), next = 0, since = performance.now(), timer = 0;
  const draw = throttled(() => ring.draw(race, 'R: play it.'));

  function play() {
    [race, next, since] = [newRace(saved), 0, performance.now()];
    why.replaceChildren();
    clearInterval(timer);
    timer = setInterval(() => upTo(performance.now() - since), 100);
  }

  function upTo(ms) {
    while (next < saved.events.length && saved.events[next].at <= ms) {
      const event = saved.events[next++];
      take(race, event.type, event.data);
      if (event.type === 'why') why.replaceChildren(h('h2', {}, 'Why'), whyPage(event.data, race));
    }
    if (next >= saved.events.length) { clearInterval(timer); race.running = false; }
    draw();
  }

  play();
  return {
    title: `Replay: ${saved.race.title}`,
    element: h('div', {},
      h('div', { class: 'head' }, h('div', {}, h('h1', {}, saved.race.title), h('p', {}, h('span', { class: 'ribbon' }, 'REPLAY'), ` of ${say.when(saved.run.date)} · ${saved.run.machine.split(',')[0]}, ${saved.run.scale} data`)),
        h('div', { class: 'go' }, h('button', { class: 'primary', onclick: play }, 'Play', h('kbd', {}, 'R')), h('button', { onclick: () => upTo(Infinity) }, 'To the end', h('kbd', {}, 'Esc')))),
      ring.element, sources.element, why),
    race: play, stop: () => upTo(Infinity), leave: () => clearInterval(timer),
  };
}
