// Why a lane is slow: what one request did, in counts.
import { h } from './dom.js';
import { styleOf } from './lanes.js';
import { counted } from './words.js';
import * as format from './format.js';

const eachOf = (plans, field) => plans?.plans?.map(plan => plan[field] * plan.count);
const sumOf = (plans, field) => eachOf(plans, field)?.reduce((total, value) => total + value, 0) ?? null;
/** A statement often locks the same rows as another one of its request, so they are not added up. */
const mostOf = (plans, field) => eachOf(plans, field)?.reduce((most, value) => Math.max(most, value), 0) ?? null;

/** The counts that the page shows for one lane. */
export const countsOf = ({ vitals, plans, bytes }) => ({
  commands: vitals?.commands ?? null,
  rows: vitals?.rowsRead ?? null,
  buffers: sumOf(plans, 'buffers'),
  rowsLocked: mostOf(plans, 'rowsLocked'),
  lockWaitMs: vitals?.lockWaitMs ?? null,
  bytes: vitals?.bytes ?? bytes,
  sqlMs: vitals?.sqlMs ?? null,
});

const requestRows = [
  ['SQL commands', 'commands', format.count],
  ['rows received', 'rows', format.count],
  ['buffers (pages of 8 kB)', 'buffers', format.count],
  ['rows locked', 'rowsLocked', format.count],
  ['waited for locks', 'lockWaitMs', format.ms],
  ['bytes sent', 'bytes', format.bytes],
  ['time in SQL', 'sqlMs', format.ms],
];

const serverRows = [
  ['thread-pool queue', 'threadPoolQueue', format.count],
  ['sessions waiting for a lock', 'lockWaits', format.count],
  ['database connections', 'connections', format.count],
  ['jobs in the backlog', 'backlog', format.count],
  ['memory', 'memoryBytes', format.bytes],
];

/** @param race the race that the evidence belongs to; null for a position of the dial */
export function evidenceView({ lanes, slug }, race) {
  const names = lanes.map(lane => lane.lane);
  const request = panel('One request', table(requestRows, lanes.map(countsOf), names));
  return h('div',
    h('div', { class: 'two' }, request, serverPanel(race, names)),
    pair(lanes, 'SQL', statements),
    pair(lanes, 'Query plan', plans),
    pair(lanes, 'Checklist', lane => findings(lane, slug)));
}

function serverPanel(race, names) {
  const peakOf = name => race?.server?.[race.result.lanes.findIndex(lane => lane.name === name)];
  const peaks = names.map(peakOf).map(peak => peak?.readings ? peak : {});
  if (!peaks.some(peak => peak.readings)) return h('div');
  return panel('Highest server values during the overload', table(serverRows, peaks, names));
}

const panel = (title, body) => h('section', { class: 'panel' }, h('h3', title), body);

/** Rows that are zero or missing in all lanes are left out. */
function table(rows, counts, names) {
  const corner = h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, 'What'));
  const head = names.map(name => h('th', { scope: 'col', class: styleOf(name) }, name));
  const cells = (key, words) => {
    const isEqual = counts.every(count => count[key] === counts[0][key]);
    return counts.map((count, i) => h('td', { class: isEqual ? 'equal' : styleOf(names[i]) }, words(count[key])));
  };
  const row = ([label, key, words]) => h('tr', h('th', { scope: 'row' }, label), cells(key, words));
  const shown = rows.filter(([, key]) => counts.some(count => count[key]));
  return h('table', { class: 'counts' }, h('thead', h('tr', corner, head)), h('tbody', shown.map(row)));
}

function pair(lanes, title, body) {
  return h('div', { class: 'pair' }, lanes.map(lane => {
    const style = styleOf(lane.lane);
    const heading = h('h3', h('span', { class: style }, lane.lane.toUpperCase()), ` ${title}`);
    return h('section', { class: `panel side-${style}` }, heading, body(lane));
  }));
}

const notReported = () => h('p', { class: 'quiet' }, 'The API does not report this.');

function statements({ lane, vitals }) {
  if (!vitals) return notReported();
  return vitals.shapes.map(({ sql, count, rows, ms, source }) => h('div', { class: 'sql' },
    h('span', { class: `times ${styleOf(lane)}` }, `${format.count(count)} ×`),
    h('pre', { tabindex: '0', role: 'group', 'aria-label': 'SQL' }, highlight(sql)),
    h('small', `${counted(rows, 'rows')}, ${format.ms(ms)}${source ? `, ${source}` : ''}`)));
}

const keywords = [
  'SELECT', 'FROM', 'WHERE', 'ORDER BY', 'GROUP BY', 'LIMIT', 'OFFSET', 'JOIN', 'LEFT', 'INNER', 'ON', 'AS', 'AND',
  'OR', 'UPDATE', 'SET', 'INSERT INTO', 'VALUES', 'DELETE', 'RETURNING', 'WITH', 'MATERIALIZED', 'FOR', 'SKIP LOCKED',
  'OF', 'DESC', 'ASC', 'COUNT', 'SUM', 'CASE', 'WHEN', 'THEN', 'ELSE', 'END', 'IS', 'NOT', 'NULL', 'DISTINCT', 'IN',
  'COALESCE',
];
const keyword = new RegExp(`\\b(${keywords.join('|')})\\b`);

/** A split by a capturing group has the keywords at the odd places. */
const highlight = sql => sql.split(keyword)
  .map((part, i) => i % 2 ? h('span', { class: 'keyword' }, part) : part);

function plans({ plans }) {
  if (!plans?.plans) return notReported();
  const byCost = [...plans.plans].sort((a, b) => b.buffers * b.count - a.buffers * a.count);
  return byCost.map((plan, i) => h('details', { open: i === 0 },
    h('summary', planSummary(plan)),
    plan.root ? h('ul', { class: 'plan' }, planNode(plan.root)) : h('p', { class: 'quiet' }, plan.error ?? 'no plan')));
}

function planSummary({ count, buffers, rows, milliseconds, rowsLocked }) {
  const times = count > 1 ? `${count} × ` : '';
  const locked = rowsLocked ? `, ${format.count(rowsLocked)} locked` : '';
  return `${times}${counted(buffers, 'buffers')}, ${counted(rows, 'rows')}, ${format.ms(milliseconds)}${locked}`;
}

/** A node of a query plan, with those below it. The one that costs most is marked, in words too. */
function planNode(node) {
  return h('li',
    h('div', { class: `node${node.costliest ? ' costliest' : ''}` },
      h('b', node.node), node.on && ` on ${node.on}`,
      node.costliest && h('span', { class: 'flag' }, '◀ costs most'), ' ',
      h('span', { class: 'cost' }, cost(node)),
      node.details.map(detail => h('small', detail))),
    node.children.length > 0 && h('ul', node.children.map(planNode)));
}

function cost({ rows, loops, buffers, milliseconds, removed }) {
  const times = loops > 1 ? ` × ${format.count(loops)}` : '';
  const parts = [`${counted(rows, 'rows')}${times}`, counted(buffers, 'buffers'), format.ms(milliseconds)];
  if (removed) parts.push(`${format.count(removed)} discarded`);
  return parts.join(', ');
}

function findings({ vitals }, slug) {
  if (!vitals) return notReported();
  const broken = vitals.rules.filter(rule => rule.finding && rule.state === 'unhealthy');
  if (broken.length) return broken.map(findingView);
  const undecided = vitals.rules.find(rule => rule.rule === slug && rule.state === 'notSeen');
  return undecided // which is not the same as healthy
    ? h('p', { class: 'quiet' }, `? not seen: ${undecided.note}`)
    : h('p', { class: 'finding none' }, '✓ no finding');
}

const findingView = ({ rule, finding }) => h('div', { class: 'finding' },
  h('p', h('strong', { class: 'bad' }, `✗ ${rule}: `), finding.what),
  h('p', { class: 'quiet' }, finding.why),
  h('p', withCode(finding.fix)));

const withCode = sentence => sentence.split('`').map((part, i) => i % 2 ? h('code', part) : part);
