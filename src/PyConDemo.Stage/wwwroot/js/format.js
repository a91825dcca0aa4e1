// Numbers as people say them: no more digits than they deserve.
const group = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const digits = v => v >= 9.95 ? group.format(Math.round(v)) : v >= 1.995 ? v.toFixed(1) : v.toFixed(2);

export const none = '–';
export const count = v => v === null || v === undefined ? none : group.format(v);
export const rate = v => v === null || v === undefined ? none : `${digits(v)}/s`;
export const factor = v => `${digits(v)}×`;
export const dollars = v => v === null || v === undefined ? none : v >= 1 ? `$${v.toFixed(2)}` : `$${v.toFixed(3)}`;

export function ms(v) {
  if (v === null || v === undefined) return none;
  if (v >= 10_000) return `${Math.round(v / 1000)} s`;
  if (v >= 1_000) return `${(v / 1000).toFixed(1)} s`;
  if (v >= 10) return `${Math.round(v)} ms`;
  return `${v.toFixed(v >= 1 ? 1 : 2)} ms`;
}

export function bytes(v) {
  if (v === null || v === undefined) return none;
  for (const [unit, size] of [['GB', 1e9], ['MB', 1e6], ['kB', 1e3]]) if (v >= size) return `${(v / size).toFixed(1)} ${unit}`;
  return `${Math.round(v)} B`;
}

export const when = date => new Date(date).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
