import { byId, h } from './dom.js';
import { get } from './catalogue.js';
import { drawShown } from './shown.js';

const EVERY = 2000;
const SECONDS = 120;
const LIBRARY = '/webjars/uplot/1.6.30/dist/uPlot.esm.js';

const share = (part, of) => (of ? part / of : null);

/**
 * Lines over time: title, whose they are, unit, and of each line its name, colour and value at a point. What goes
 * through this gateway is not all: other gateways and producers send events, too.
 */
const HERE = 'sent here';
const LINES = [
  { title: 'Events a second', of: HERE, unit: '', lines: [
    ['accepted', '--one', point => point.accepted], ['refused', '--bad', point => point.rejected]] },
  { title: 'Lists a second', of: 'all', unit: '', lines: [
    ['lists', '--one', point => point.lists], ['records refused', '--bad', point => point.refused_by_job]] },
  { title: 'From event to list', of: HERE, unit: ' ms', lines: [
    ['p50', '--one', point => (point.p50_ms < 0 ? null : point.p50_ms)],
    ['p99', '--two', point => (point.p99_ms < 0 ? null : point.p99_ms)]] },
  { title: 'Answers that wait for their own list', of: HERE, unit: ' %', lines: [
    ['fresh', '--one', point => scaled(share(point.fresh, point.waited))]] },
  { title: 'Next item was in the list', of: HERE, unit: ' %', lines: [
    ['hit rate', '--two', point => scaled(share(point.hits, point.hit_trials))]] },
];

const titled = (title, of) => h('span', {}, title, ' ', h('span', { class: 'muted' }, of));

const scaled = value => (value == null ? null : 100 * value);

const clock = seconds => new Date(seconds * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function lineChart(UPlot, of) {
  const box = h('div', { class: 'plot' });
  const now = h('span', { class: 'now' });
  const figure = h('figure', {}, h('figcaption', {}, titled(of.title, of.of), now), box);
  const text = value => (value == null ? '–' : `${Math.round(value * 10) / 10}${of.unit}`);
  let plot = null;
  let data = [[], ...of.lines.map(() => [])];
  const make = () => {
    if (plot) plot.destroy();
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false },
      font: '11px system-ui, sans-serif' };
    plot = new UPlot({
      width: Math.max(200, box.clientWidth), height: 150, legend: { show: false }, cursor: { points: { size: 5 }, y: false },
      scales: { y: { range: (self, low, high) => [0, Math.max(of.unit === ' %' ? 100 : 5, high == null ? 0 : high * 1.1)] } },
      axes: [{ ...axis, space: 70, size: 26, values: (self, times) => times.map(clock) }, { ...axis, size: 42, space: 34 }],
      series: [{}, ...of.lines.map(([label, name]) => (
        { label, stroke: colour(name), width: 1.75, points: { show: false }, spanGaps: true }))],
    }, data, box);
  };
  return {
    figure, make,
    draw(points) {
      data = [points.map(each => Date.parse(each.second) / 1000 || each.second),
        ...of.lines.map(([, , value]) => points.map(each => value(each) ?? null))];
      now.replaceChildren(...of.lines.flatMap(([label, name], at) => {
        const last = data[at + 1].filter(value => value != null).at(-1);
        return h('span', { class: 'key ' + name.slice(2) }, `${label} ${text(last)}`);
      }));
      if (plot) plot.setData(data);
    },
  };
}

/** Bars of names and counts, as a table that people can read without seeing the bars. */
function barChart(title, of, css) {
  const body = h('tbody', {});
  const figure = h('figure', { class: css }, h('figcaption', {}, titled(title, of)), h('table', { class: 'bars' }, body));
  return {
    figure,
    draw(rows) {
      const most = Math.max(1, ...rows.map(row => row.count));
      body.replaceChildren(...rows.slice(0, 7).map(({ name, count, note }) => {
        const bar = h('span', { class: 'bar' });
        bar.style.width = `${(100 * count) / most}%`;
        return h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, bar), h('td', { class: 'count' }, String(count), note && h('span', { class: 'muted' }, note)));
      }));
      if (!rows.length) body.replaceChildren(h('tr', {}, h('td', { class: 'empty' }, 'none')));
    },
  };
}

export async function startCharts() {
  const note = byId('charts-note');
  let UPlot = null;
  try {
    UPlot = (await import(LIBRARY)).default;
  } catch {
    note.textContent = 'The library of the charts is not there.';
  }
  const lines = UPlot ? LINES.map(of => lineChart(UPlot, of)) : [];
  const segments = barChart('People in segments', 'all', 'people');
  const rejects = barChart('Refused, by reason', 'here and by the job', 'refused');
  byId('charts').replaceChildren(...lines.map(each => each.figure), segments.figure, rejects.figure);
  const remake = () => lines.forEach(each => each.make());
  remake();
  let resizing = 0;
  addEventListener('resize', () => {
    clearTimeout(resizing);
    resizing = setTimeout(remake, 150);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', remake);

  const shift = of => [of.entered && `+${of.entered}`, of.left && `−${of.left}`].filter(Boolean).join(' ');
  const draw = stats => {
    const points = stats.points || [];
    lines.forEach(each => each.draw(points));
    segments.draw((stats.segments || []).map(of => ({ name: of.segment, count: of.size, note: shift(of) }))
      .sort((one, other) => other.count - one.count));
    rejects.draw((stats.rejects || [])
      .map(of => ({ name: of.reason, count: of.count, note: of.by === 'job' ? 'job' : 'here' }))
      .sort((one, other) => other.count - one.count));
    drawShown(stats.shown || [], stats.shown_by_segment || []);
    const behind = (stats.views || []).filter(view => view.behind > 0);
    note.textContent = behind.length ? `Behind: ${behind.map(view => `${view.topic} ${view.behind}`).join(', ')}` : '';
  };
  const ask = async () => {
    try {
      if (!document.hidden) draw(await get('/v1/stats', { seconds: SECONDS }));
    } catch (problem) {
      note.textContent = `No figures now: ${problem.message}`;
    }
    setTimeout(ask, EVERY);
  };
  ask();
}
