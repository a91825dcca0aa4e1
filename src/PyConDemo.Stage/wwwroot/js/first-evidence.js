// Before a pattern's first race, its page measures what one request of each lane costs.
import { send, stage } from './connection.js';

/** Whoever turns pages quickly measures nothing. */
const WAIT_MS = 400;

/** @param onEnd receives the evidence and the names of its lanes, or null if the measurement failed */
export function firstEvidence(slug, onEnd) {
  let timer = null, request = null, tried = '', isLeft = false;

  const isFree = () => !isLeft && stage.link === 'open' && stage.state.api === 'ready' && !stage.race?.running;

  async function measure(lanes) {
    timer = null;
    if (!isFree()) return;
    request = new AbortController();
    const path = `/stage/patterns/${slug}/why?lanes=${lanes.join()}`;
    const { signal } = request;
    const evidence = await send(path, 'POST', signal).catch(() => {
      if (!signal.aborted) tried = lanes.join();
    });
    request = null;
    if (!signal.aborted) onEnd(evidence ?? null, lanes); // null too if a race goes first; its end asks again
  }

  function cancel() {
    clearTimeout(timer);
    timer = null;
    request?.abort();
  }

  return {
    /** Measures these lanes soon. False if that has failed, or if something else comes first. */
    want(lanes) {
      if (!isFree() || tried === lanes.join()) return false;
      if (!request) timer ??= setTimeout(measure, WAIT_MS, lanes);
      return true;
    },
    /** Another start of the API may tell more. */
    forget() {
      tried = '';
    },
    cancel,
    /** The page may still receive answers, which must not measure anything. */
    leave() {
      isLeft = true;
      cancel();
    },
  };
}
