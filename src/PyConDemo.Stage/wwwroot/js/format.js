// Numbers and dates as text. Numbers are rounded to the digits that matter, as in the stage's other reports.
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const none = '–';

const orNone = format => value => value === null || value === undefined ? none : format(value);

function rounded(value) {
  if (value >= 9.95) return whole.format(value);
  return value.toFixed(value >= 1.995 ? 1 : 2);
}

export const count = orNone(value => grouped.format(value));
export const rate = orNone(value => `${rounded(value)}/s`);
export const factor = value => `${rounded(value)}×`;
export const dollars = orNone(value => value >= 0.9995
  ? `$${whole.format(Math.floor(value.toFixed(2)))}${value.toFixed(2).slice(-3)}` : `$${value.toFixed(3)}`);

export const ms = orNone(value => {
  if (value >= 9_950) return `${whole.format(value / 1000)} s`;
  if (value >= 999.5) return `${(value / 1000).toFixed(1)} s`;
  if (value >= 9.95) return `${Math.round(value)} ms`;
  return `${value.toFixed(value >= 0.995 ? 1 : 2)} ms`;
});

export const bytes = orNone(value => {
  if (value >= 999.95e6) return `${(value / 1e9).toFixed(1)} GB`;
  if (value >= 999.95e3) return `${(value / 1e6).toFixed(1)} MB`;
  return value >= 999.5 ? `${(value / 1e3).toFixed(1)} kB` : `${Math.round(value)} B`;
});

/** A part of all, from 0 to 1. Only 1 is "all", and only 0 is "0 %". */
export const share = orNone(value => {
  if (value === 0) return '0 %';
  if (value === 1) return 'all';
  if (value >= 0.995) return `${(Math.floor(value * 1000) / 10).toFixed(1)} %`;
  return value >= 0.0995 ? `${Math.round(value * 100)} %` : `${(value * 100).toFixed(1)} %`;
});

/** "412 × 503, 30 timed out". Empty if nothing failed. Older races have only the last status. */
export const failures = ({ refused, refusedBy, lastRefusal, timedOut, broken, unsent }) => [
  ...Object.entries(refusedBy ?? { [lastRefusal]: refused }).map(([status, n]) => [n, `× ${status}`]),
  [timedOut, 'timed out'], [broken, 'broken off'], [unsent, 'not sent'],
].filter(([n]) => n > 0).map(([n, words]) => `${count(n)} ${words}`).join(', ');

export const dateTime = date => new Date(date).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** "bad and good", "bad, good and yours". */
export const list = names => new Intl.ListFormat('en-GB').format(names);
