// A hundred posts with their authors: one query each, against one for all.
import { test } from './lib/pair.js';
import { nPlusOne } from './lib/pairs.js';

export const { options, setup, prepare, lane, bystander, handleSummary } = test(nPlusOne);
