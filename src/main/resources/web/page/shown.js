import { byId, h } from './dom.js';

const HEADS = ['surface', 'arm', 'segment', 'lists', 'with a click', 'CTR', 'clicks', 'orders'];

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

/** Shows what became of the lists of each surface and arm, then of their segments, as soon as there is one. */
export function drawShown(rows, bySegment) {
  byId('shown-panel').hidden = rows.length === 0;
  byId('shown').replaceChildren(h('table', { class: 'figures' },
    h('thead', {}, h('tr', {}, ...HEADS.map(head => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, ...rows.map(line), ...bySegment.map(line))));
}
