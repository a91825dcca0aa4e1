// All six pairs, one after the other, in the talk's order.
import { test } from './lib/pair.js';
import * as pairs from './lib/pairs.js';

export const { options, setup, prepare, lane, bystander, handleSummary } = test(
  pairs.longRequests, pairs.offsetPagination, pairs.nPlusOne, pairs.hotAggregations, pairs.fatPayloads, pairs.rowLocking
);
