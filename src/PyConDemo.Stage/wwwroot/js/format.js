// Numbers and dates as text. Numbers are rounded to the digits that matter.
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

export const none = '–';

const orNone = format => value => value === null || value === undefined ? none : format(value);

function rounded(value) {
  if (value >= 9.95) return grouped.format(Math.round(value));
  return value.toFixed(value >= 1.995 ? 1 : 2);
}

export const count = orNone(value => grouped.format(value));
export const rate = orNone(value => `${rounded(value)}/s`);
export const factor = value => `${rounded(value)}×`;
export const dollars = orNone(value => `$${value.toFixed(value >= 1 ? 2 : 3)}`);

export const ms = orNone(value => {
  if (value >= 10_000) return `${Math.round(value / 1000)} s`;
  if (value >= 1_000) return `${(value / 1000).toFixed(1)} s`;
  if (value >= 10) return `${Math.round(value)} ms`;
  return `${value.toFixed(value >= 1 ? 1 : 2)} ms`;
});

export const bytes = orNone(value => {
  for (const [unit, size] of [['GB', 1e9], ['MB', 1e6], ['kB', 1e3]]) {
    if (value >= size) return `${(value / size).toFixed(1)} ${unit}`;
  }
  return `${Math.round(value)} B`;
});

/** "412 × 503, 30 timed out". Empty if nothing failed. Older races have only the last status. */
export const failures = ({ refused, refusedBy, lastRefusal, timedOut, broken, unsent }) => [
  ...Object.entries(refusedBy ?? { [lastRefusal]: refused }).map(([status, n]) => [n, `× ${status}`]),
  [timedOut, 'timed out'], [broken, 'broken off'], [unsent, 'not sent'],
].filter(([n]) => n > 0).map(([n, words]) => `${count(n)} ${words}`).join(', ');

export const dateTime = date => new Date(date).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** "bad and good", "bad, good and yours". */
export const list = names => new Intl.ListFormat('en-GB').format(names);
