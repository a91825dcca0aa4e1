import * as format from './format.js';

/** A number with its unit: "1 row", "2,162 rows". The unit comes in the plural, and all of ours end with s. */
export const counted = (value, unit) => `${format.count(value)} ${value === 1 ? unit.replace(/s$/, '') : unit}`;
