// A dashboard counted on every view, against one that is precomputed.
import { test } from './lib/pair.js';
import { hotAggregations } from './lib/pairs.js';

export const { options, setup, prepare, lane, bystander, handleSummary } = test(hotAggregations);
