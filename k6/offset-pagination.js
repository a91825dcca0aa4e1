// The same deep page by its number, against by a cursor.
import { test } from './lib/pair.js';
import { offsetPagination } from './lib/pairs.js';

export const { options, setup, prepare, lane, bystander, handleSummary } = test(offsetPagination);
