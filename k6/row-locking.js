// Fifty jobs claimed by locking the whole queue, against fifty rows with SKIP LOCKED.
import { test } from './lib/pair.js';
import { rowLocking } from './lib/pairs.js';

export const { options, setup, prepare, lane, bystander, handleSummary } = test(rowLocking);
