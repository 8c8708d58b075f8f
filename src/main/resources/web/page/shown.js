import { byId, h } from './dom.js';

const HEADS = ['surface', 'arm', 'segment', 'lists', 'with a click', 'CTR', 'clicks', 'orders'];

// A rule with a name for each category has hundreds of segments.
const MOST_SEGMENTS = 12;

const number = count => count.toLocaleString('en');
const rate = row => (row.lists > 0 ? `${((100 * row.clicked) / row.lists).toFixed(1)} %` : '–');

function line(row) {
  const numbers = [row.lists, row.clicked].map(number).concat(rate(row), [row.clicks, row.orders].map(number));
  return h('tr', {},
    h('th', { scope: 'row' }, row.surface),
    h('td', { class: 'name' }, row.arm ?? '–'),
    h('td', { class: 'name' }, row.segment ?? 'all'),
    ...numbers.map(text => h('td', {}, text)));
}

function largest(bySegment) {
  return [...bySegment].sort((one, other) => other.lists - one.lists).slice(0, MOST_SEGMENTS);
}

/** Shows what became of the lists of each surface and arm, then of the largest segments, as soon as there is one. */
export function drawShown(rows, bySegment) {
  const left = bySegment.length - MOST_SEGMENTS;
  byId('shown-panel').hidden = rows.length === 0;
  byId('shown').replaceChildren(
    h('table', { class: 'figures' },
      h('thead', {}, h('tr', {}, ...HEADS.map((head, at) => h('th', { scope: 'col', class: at < 3 && 'name' }, head)))),
      h('tbody', {}, ...rows.map(line), ...largest(bySegment).map(line))),
    ...(left > 0 ? [h('p', { class: 'note' }, `and ${left} smaller segments`)] : []));
}
