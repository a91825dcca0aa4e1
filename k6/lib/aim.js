// Where a lane's requests go. Whatever must be looked up first (a cursor) is looked up in setup, before the load.
import { read } from './demo.js';

/** @typedef {import('./demo.js').Pattern} Pattern */
/** @typedef {import('./demo.js').Lane} Lane */

/**
 * The lane's own example, unless the pair says otherwise.
 * @param {Pattern} pattern
 * @param {string} name
 * @returns {Lane}
 */
export function asListed(pattern, name) {
  const lane = pattern.lanes.find((l) => l.name === name);
  if (!lane) throw new Error(`${pattern.slug} has no lane '${name}'`);
  return lane;
}

/**
 * Both lanes read the same deep page: one by its number, the other after the cursor of the row before it.
 * @param {Pattern} pattern
 * @param {string} name
 * @returns {Lane}
 */
export function atTheSamePage(pattern, name) {
  const lane = asListed(pattern, name);
  if (/[?&]page=/.test(lane.path)) return lane;
  const numbered = /[?&]page=(\d+)&size=(\d+)/.exec(asListed(pattern, 'bad').path);
  if (!numbered) throw new Error('the bad lane has no page and size');
  const [page, size] = [Number(numbered[1]), Number(numbered[2])];
  const { cursor } = read(`/demo/orders/cursor?row=${(page - 1) * size}`);
  return { name, method: lane.method, path: `${lane.path.split('?')[0]}?after=${encodeURIComponent(cursor)}&size=${size}`, body: null };
}
