// A finished race as files: a report that opens without a network, the chart's points, and the chart as a picture.
import { h } from './dom.js';

/** What gives a chart its look. In a file there is no style sheet. */
const looks = [
  'fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'stroke-linecap',
  'opacity', 'font-family', 'font-size', 'font-weight',
];

/** @param chartOf returns the chart's svg element */
export function downloads(chartOf) {
  const report = h('a', { class: 'button', download: '' }, 'Report');
  const csv = h('a', { class: 'button', download: '' }, 'CSV');
  const picture = h('button', { onclick: savePicture }, 'SVG');
  const element = h('div', { class: 'downloads', role: 'group', 'aria-label': 'Download this race', hidden: true },
    h('span', 'Download: '), report, csv, picture);
  let shown = null;

  function savePicture() {
    const url = URL.createObjectURL(new Blob([pictureOf(chartOf())], { type: 'image/svg+xml' }));
    h('a', { href: url, download: `${shown}.svg` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  return {
    element,
    /** @param race a race; only a finished one has files */
    show(race) {
      const id = race?.result && !race.running ? race.id : null;
      element.hidden = !id;
      if (!id || id === shown) return;
      shown = id;
      report.href = `/stage/replays/${id}/report`;
      csv.href = `/stage/replays/${id}/csv`;
    },
  };
}

/** The chart as the text of an SVG file, in the page's colours. */
function pictureOf(chart) {
  const copy = chart.cloneNode(true), copies = copy.querySelectorAll('*');
  chart.querySelectorAll('*').forEach((original, i) => {
    const style = getComputedStyle(original);
    for (const name of looks) copies[i].setAttribute(name, style.getPropertyValue(name));
    copies[i].removeAttribute('class');
  });
  const { width, height } = chart.viewBox.baseVal;
  const paper = document.createElementNS(copy.namespaceURI, 'rect');
  const colour = getComputedStyle(chart.closest('.panel')).backgroundColor;
  for (const [name, value] of Object.entries({ width, height, fill: colour })) paper.setAttribute(name, value);
  copy.prepend(paper);
  copy.setAttribute('width', width);
  copy.setAttribute('height', height);
  return new XMLSerializer().serializeToString(copy);
}
