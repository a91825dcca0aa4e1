// A report rendered in the request, against 202 and a background job.
import { test } from './lib/pair.js';
import { longRequests } from './lib/pairs.js';

export const { options, setup, prepare, lane, bystander, handleSummary } = test(longRequests);
