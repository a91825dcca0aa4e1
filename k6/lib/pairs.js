// The six pairs, in the talk's order. The rates are what both lanes hold on two cores with the stage data; RATE overrides them.
import { atTheSamePage } from './aim.js';

/** @typedef {import('./pair.js').Pair} Pair */

/** @type {Pair} */
export const longRequests = { slug: 'long-requests', rate: 4 };

/** @type {Pair} */
export const offsetPagination = { slug: 'offset-pagination', rate: 20, aim: atTheSamePage };

/** @type {Pair} */
export const nPlusOne = { slug: 'n-plus-one', rate: 10 };

/** @type {Pair} */
export const hotAggregations = { slug: 'hot-aggregations', rate: 2 };

/** @type {Pair} */
export const fatPayloads = { slug: 'fat-payloads', rate: 5 };

/** @type {Pair} */
export const rowLocking = { slug: 'row-locking', rate: 2, queue: true };
