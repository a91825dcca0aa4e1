// Prints the comparison, and writes it to a JSON and a Markdown file.
import { LANES, OUT, PROFILE, SHOWN_URL } from './settings.js';

/**
 * @param {any} data k6's end-of-test data
 * @param {{ slug: string, rate: number }[]} scripts
 * @returns {Record<string, string>}
 */
export function summary(data, scripts) {
  const results = scripts.map(({ slug, rate }) => ({
    slug,
    rate,
    lanes: LANES.map((lane) => laneResult(data, slug, lane)),
  }));
  // A run that ended before the load gets no table. k6 has printed the reason.
  if (results.every(({ lanes }) => lanes.every(({ requests }) => requests === 0))) return {};
  const markdown = results.map(table).join('\n') + note();
  const name = scripts.length === 1 ? scripts[0].slug : 'all';
  const bystanderAlone = trend(data, 'http_req_duration{beside:alone}');
  const report = { profile: PROFILE, baseUrl: SHOWN_URL, bystanderAlone, results };
  return {
    stdout: `\n${markdown}\n`,
    [`${OUT}/${name}.k6.json`]: JSON.stringify(report, null, 2),
    [`${OUT}/${name}.k6.md`]: markdown,
  };
}

/**
 * @param {any} data
 * @param {string} slug
 * @param {string} lane
 */
function laneResult(data, slug, lane) {
  const only = `{slug:${slug},lane:${lane}}`;
  const requests = value(data, `http_reqs${only}`, 'count');
  return {
    lane,
    requests,
    failed: value(data, `http_req_failed${only}`, 'rate'),
    dropped: value(data, `dropped_iterations{scenario:${slug}_${lane}}`, 'count'),
    bytesPerRequest: requests > 0 ? value(data, `data_received${only}`, 'count') / requests : 0,
    latency: trend(data, `http_req_duration${only}`),
    bystander: trend(data, `http_req_duration{beside:${slug}/${lane}}`),
  };
}

/**
 * @param {any} data
 * @param {string} metric
 */
function trend(data, metric) {
  return {
    p50: value(data, metric, 'med'),
    p95: value(data, metric, 'p(95)'),
    p99: value(data, metric, 'p(99)'),
    max: value(data, metric, 'max'),
  };
}

/**
 * @param {any} data
 * @param {string} metric
 * @param {string} key
 * @returns {number}
 */
function value(data, metric, key) {
  const found = data.metrics[metric];
  return (found && found.values[key]) || 0;
}

/** @param {{ slug: string, rate: number, lanes: ReturnType<typeof laneResult>[] }} result */
function table(result) {
  /** @type {[string, (l: ReturnType<typeof laneResult>) => string][]} */
  const rows = [
    ['requests', (l) => `${l.requests}`],
    ['failed', (l) => `${(l.failed * 100).toFixed(1)} %`],
    ['never sent (no virtual user free)', (l) => `${l.dropped}`],
    ['p50', (l) => ms(l.latency.p50)],
    ['p95', (l) => ms(l.latency.p95)],
    ['p99', (l) => ms(l.latency.p99)],
    ['max', (l) => ms(l.latency.max)],
    ['bytes per request', (l) => l.bytesPerRequest.toFixed(0)],
    ['bystander p95', (l) => ms(l.bystander.p95)],
  ];
  const names = result.lanes.map((l) => l.lane);
  return [
    `### ${result.slug}, profile ${PROFILE}, ${result.rate}/s`,
    '',
    `| | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---:|').join('')}`,
  ].concat(rows.map(([name, cell]) => `| ${name} | ${result.lanes.map(cell).join(' | ')} |`), '').join('\n');
}

/** @param {number} value */
function ms(value) {
  return value >= 100 ? `${value.toFixed(0)} ms` : `${value.toFixed(1)} ms`;
}

function note() {
  return '\nThe lanes ran one after the other, so the order may have favoured one of them. '
    + 'k6 adds some time of its own to each request: read the ratio as a lower bound. '
    + 'The stage\'s `race` alternates the lanes and is the reference.\n';
}
