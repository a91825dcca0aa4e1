// Finds a deep page of a lane with an unknown cursor format: it follows the lane's own `next` links from page 1.
import { read, stop } from './demo.js';

/** Rows per step. This is the largest page that the API allows. */
const stride = 200;

/**
 * Sets the path of each lane to that of a deep page.
 * @param {Record<string, import('./demo.js').Lane>} lanes
 * @param {number} page
 * @param {number} size rows per page
 */
export function atPage(lanes, page, size) {
  for (const lane of Object.values(lanes)) lane.path = pathOfPage(lane.path, page, size);
  return lanes;
}

/**
 * @param {string} firstPage
 * @param {number} page
 * @param {number} size rows per page
 * @returns {string} the path of that page
 */
function pathOfPage(firstPage, page, size) {
  const route = firstPage.split('?')[0];
  const rowsBefore = (page - 1) * size;
  let path = route;
  for (let row = 0; row < rowsBefore;) {
    const step = Math.min(stride, rowsBefore - row);
    const answer = read(withSize(path, step));
    /** @type {string | null} */
    const next = answer.next;
    if (row === 0 && next && /[?&]page=/.test(next)) return `${route}?page=${page}&size=${size}`;
    const list = Object.values(answer).find(Array.isArray);
    const rows = list ? list.length : 0;
    if (rows === 0 || rows > step) stop(`${route} answers ${rows} rows, not ${step}`);
    row += rows;
    if (!next) stop(`the next links of ${route} end after ${row} rows, before page ${page}`);
    path = `${route}?${next.split('?')[1] || ''}`; // a copy of a lane may still link to the original
  }
  return withSize(path, size);
}

/**
 * Returns the path of the same page with another size.
 * @param {string} path
 * @param {number} size
 */
function withSize(path, size) {
  const [route, query] = path.split('?');
  const others = (query || '').split('&').filter((part) => part && !part.startsWith('size='));
  return `${route}?${others.concat(`size=${size}`).join('&')}`;
}
