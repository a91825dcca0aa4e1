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

/** Rows per step on the way to a deep page: the most that a page may have. */
const stride = 200;

/**
 * All lanes read the same deep page: by its number, or after the cursor of the row before it. A workshop attendee's own lane is asked which.
 * @param {Pattern} pattern
 * @param {string} name
 * @returns {Lane}
 */
export function atTheSamePage(pattern, name) {
  const lane = asListed(pattern, name);
  if (name === 'yours') return byItsOwnLinks(lane, deepPage(pattern));
  if (/[?&]page=/.test(lane.path)) return lane;
  const { page, size } = deepPage(pattern);
  const { cursor } = read(`/demo/orders/cursor?row=${(page - 1) * size}`);
  return { name, method: lane.method, path: `${lane.path.split('?')[0]}?after=${encodeURIComponent(cursor)}&size=${size}`, body: null };
}

/**
 * The page that the pair is raced at.
 * @param {Pattern} pattern
 */
function deepPage(pattern) {
  const numbered = /[?&]page=(\d+)&size=(\d+)/.exec(asListed(pattern, 'bad').path);
  if (!numbered) throw new Error('the bad lane has no page and size');
  return { page: Number(numbered[1]), size: Number(numbered[2]) };
}

/**
 * The road of a lane whose cursors nobody knows beforehand: it is asked, and its own `next` links are followed.
 * @param {Lane} lane
 * @param {{ page: number, size: number }} to
 * @returns {Lane}
 */
function byItsOwnLinks(lane, { page, size }) {
  const start = lane.path.split('?')[0];
  const rowBefore = (page - 1) * size;
  let path = start;
  for (let row = 0; row < rowBefore;) {
    const step = Math.min(stride, rowBefore - row);
    const answer = read(sized(path, step));
    /** @type {string | null} */
    const next = answer.next;
    if (row === 0 && next && /[?&]page=/.test(next)) return Object.assign({}, lane, { path: `${start}?page=${page}&size=${size}` });
    const list = Object.keys(answer).map((field) => answer[field]).find(Array.isArray);
    const rows = list ? list.length : 0;
    if (rows === 0 || rows > step) throw new Error(`${start} answers ${rows} rows, not ${step}`);
    row += rows;
    if (!next) throw new Error(`the next links of ${start} end after ${row} rows, before page ${page}`);
    path = `${start}?${next.split('?')[1] || ''}`; // a copied lane may still link to another one's path
  }
  return Object.assign({}, lane, { path: sized(path, size) });
}

/**
 * The same page with another size.
 * @param {string} path
 * @param {number} size
 */
function sized(path, size) {
  const [bare, query] = path.split('?');
  return `${bare}?${(query || '').split('&').filter((part) => part && part.split('=')[0] !== 'size').concat(`size=${size}`).join('&')}`;
}
