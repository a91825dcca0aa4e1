// Why a lane is slow: what one request did, in counts.
import { h } from './dom.js';
import { lookOf } from './lane-styles.js';
import { serverOf } from './race-state.js';
import { planTree } from './query-plan.js';
import * as say from './format.js';

const sum = (plans, field) => plans?.plans ? plans.plans.reduce((total, p) => total + p[field] * p.count, 0) : null;

/** The counts that the page shows of one lane, by name. */
export const countsOf = lane => ({
  commands: lane.vitals?.commands ?? null,
  rows: lane.vitals?.rowsRead ?? null,
  buffers: sum(lane.plans, 'buffers'),
  rowsLocked: sum(lane.plans, 'rowsLocked'),
  lockWaitMs: lane.vitals?.lockWaitMs ?? null,
  bytes: lane.vitals?.bytes ?? lane.bytes,
  sqlMs: lane.vitals?.sqlMs ?? null,
});

const rows = [['SQL commands', 'commands', say.count], ['rows read', 'rows', say.count], ['buffers (8 KB pages)', 'buffers', say.count], ['rows locked', 'rowsLocked', say.count],
  ['waited for locks', 'lockWaitMs', say.ms], ['bytes on the wire', 'bytes', say.bytes], ['time in SQL', 'sqlMs', say.ms]];
const loadRows = [['thread-pool queue', 'threadPoolQueue', say.count], ['sessions waiting for a lock', 'lockWaits', say.count], ['database connections', 'connections', say.count],
  ['jobs put off', 'backlog', say.count], ['memory', 'memoryBytes', say.bytes]];

/** @param race the race that it explains; null where the dial was moved */
export function whyPage(why, race) {
  const counts = why.lanes.map(countsOf), server = serverOf(race, why), names = why.lanes.map(l => l.lane);
  return h('div', {},
    h('div', { class: 'two' },
      panel('One request', table(rows, counts, names)),
      server?.some(s => s.readings) ? panel('The server beside the overload, worst seen', table(loadRows, server.map(s => s.readings ? s : {}), names)) : h('div')),
    pair(why, 'SQL', lane => statements(lane)),
    pair(why, 'Query plan', lane => plans(lane)),
    pair(why, 'Checklist', lane => findings(lane, why.slug)));
}

const panel = (title, body) => h('section', { class: 'panel' }, h('h3', {}, title), body);

function table(list, counts, names) {
  const shown = list.filter(([, key]) => counts.some(c => c[key]));
  return h('table', { class: 'counts' },
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, 'What')), names.map(n => h('th', { scope: 'col', class: lookOf(n) }, n)))),
    h('tbody', {}, shown.map(([label, key, words]) => h('tr', {}, h('th', { scope: 'row' }, label),
      counts.map((c, i) => h('td', { class: counts.every(other => other[key] === c[key]) ? 'even' : lookOf(names[i]) }, words(c[key])))))));
}

const pair = (why, title, body) => h('div', { class: 'pair' }, why.lanes.map(lane => h('section', { class: `panel side-${lookOf(lane.lane)}` },
  h('h3', {}, h('span', { class: lookOf(lane.lane) }, lane.lane.toUpperCase()), ` ${title}`), body(lane))));

function statements(lane) {
  if (!lane.vitals) return h('p', { class: 'quiet' }, 'The API does not tell.');
  return lane.vitals.shapes.map(s => h('div', { class: 'sql' }, h('span', { class: `times ${lookOf(lane.lane)}` }, `${say.count(s.count)} ×`),
    h('pre', { tabindex: '0', role: 'group', 'aria-label': 'SQL' }, sql(s.sql)), h('small', {}, `${say.count(s.rows)} rows, ${say.ms(s.ms)}${s.source ? `, ${s.source}` : ''}`)));
}

const words = /\b(SELECT|FROM|WHERE|ORDER BY|GROUP BY|LIMIT|OFFSET|JOIN|LEFT|INNER|ON|AS|AND|OR|UPDATE|SET|INSERT INTO|VALUES|DELETE|RETURNING|WITH|MATERIALIZED|FOR|SKIP LOCKED|OF|DESC|ASC|COUNT|SUM|CASE|WHEN|THEN|ELSE|END|IS|NOT|NULL|DISTINCT|IN|COALESCE)\b/;
const sql = statement => statement.split(words).map((part, i) => i % 2 ? h('span', { class: 'keyword' }, part) : part);

function plans(lane) {
  if (!lane.plans?.plans) return h('p', { class: 'quiet' }, 'The API does not tell.');
  const dearest = [...lane.plans.plans].sort((a, b) => b.buffers * b.count - a.buffers * a.count);
  return dearest.map((p, i) => h('details', { open: i === 0 },
    h('summary', {}, `${p.count > 1 ? `${p.count} × ` : ''}${say.count(p.buffers)} buffers, ${say.count(p.rows)} rows, ${say.ms(p.milliseconds)}${p.rowsLocked ? `, ${say.count(p.rowsLocked)} locked` : ''}`),
    p.root ? planTree(p.root) : h('p', { class: 'quiet' }, p.error ?? 'no plan')));
}

function findings(lane, slug) {
  if (!lane.vitals) return h('p', { class: 'quiet' }, 'The API does not tell.');
  const broken = lane.vitals.rules.filter(r => r.finding && r.state === 'unhealthy'), open = lane.vitals.rules.find(r => r.rule === slug && r.state === 'notSeen');
  if (!broken.length && open) return h('p', { class: 'quiet' }, `? not seen: ${open.note}`); // not the same as healthy
  if (!broken.length) return h('p', { class: 'finding none' }, '✓ no finding');
  return broken.map(r => h('div', { class: 'finding' }, h('p', {}, h('strong', { class: 'bad' }, `✗ ${r.rule}: `), r.finding.what), h('p', { class: 'quiet' }, r.finding.why), h('p', {}, withCode(r.finding.fix))));
}

const withCode = sentence => sentence.split('`').map((part, i) => i % 2 ? h('code', {}, part) : part);
