// Whole products with base64 images, against what a list shows.
import { test } from './lib/pair.js';
import { fatPayloads } from './lib/pairs.js';

export const { options, setup, prepare, lane, bystander, handleSummary } = test(fatPayloads);
