import { h, keyButton, pageHead, throttled } from './dom.js';
import { send } from './connection.js';
import { newRace, applyEvent } from './race-state.js';
import { raceView } from './race-view.js';
import { downloads } from './downloads.js';
import { sourcesPanel } from './sources.js';
import { evidenceView } from './evidence.js';
import * as format from './format.js';

/** A saved race. It is played at its original speed and marked as a replay. With reduced motion its end comes first. */
export async function replayView(id) {
  const saved = await send(`/stage/replays/${encodeURIComponent(id)}`).catch(() => null);
  if (!saved) return { title: 'Replay', element: h('h1', 'There is no such replay.') };
  const { race: result, run, events } = saved;
  const labels = result.lanes.map(lane => lane.label);
  const view = raceView(() => labels, result.slug);
  const files = downloads(() => view.element.querySelector('.chart svg'));
  const evidence = h('section', { class: 'evidence' }), sources = sourcesPanel();
  let race, next, since, timer;
  const draw = throttled(() => {
    view.draw(race, 'Press R to play it.');
    files.show({ ...race, id });
  });

  function play() {
    [race, next, since] = [newRace(labels), 0, performance.now()];
    evidence.replaceChildren();
    clearInterval(timer);
    timer = setInterval(() => advance(performance.now() - since), 100);
  }

  function advance(ms) {
    while (next < events.length && events[next].at <= ms) {
      const { type, data } = events[next++];
      applyEvent(race, type, data);
      if (type === 'why') evidence.replaceChildren(h('h2', 'What one request costs'), evidenceView(data, race));
    }
    if (next >= events.length) {
      clearInterval(timer);
      Object.assign(race, { running: false, table: saved.table });
    }
    draw();
  }

  const toEnd = () => advance(Infinity);
  const origin = ` of ${format.dateTime(run.date)} · ${run.machine.split(',')[0]}, ${run.scale} data`;
  if (saved.sources) sources.show(saved.sources, result.lanes.map(lane => lane.name));
  play();
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) toEnd();
  return {
    title: `Replay: ${result.title}`,
    element: h('div',
      h('div', { class: 'screen' },
        pageHead(result.title, h('p', h('span', { class: 'ribbon' }, 'REPLAY'), origin),
          keyButton('Play', 'R', { class: 'primary', onclick: play }),
          keyButton('To the end', 'Esc', { onclick: toEnd })),
        view.element),
      view.data, files.element, sources.element, evidence),
    keys: { r: play, Escape: toEnd },
    leave: () => clearInterval(timer),
  };
}
