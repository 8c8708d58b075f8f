import { byId, h } from './dom.js';
import { get } from './catalogue.js';

const EVERY = 5000;

const percent = value => `${(100 * value).toFixed(0)} %`;
const number = value => (value == null ? '–' : Number(value.toPrecision(3)).toString());

function interval(metric) {
  return metric.low == null ? 'too few units' : `${number(metric.low)} to ${number(metric.high)}`;
}

function row(arm, place) {
  const metric = arm.metrics[0];
  return h('tr', {},
    h('th', { scope: 'row' }, arm.arm),
    h('td', {}, arm.units.toLocaleString('en')),
    h('td', {}, percent(arm.weight)),
    h('td', {}, metric ? number(metric.mean) : '–'),
    h('td', {}, place === 0 || !metric ? '' : interval(metric)),
    h('td', {}, percent(arm.best)));
}

/** An experiment: its verdict in words, and a table of its arms. */
function article(experiment) {
  const metric = experiment.arms[0]?.metrics[0]?.metric ?? 'metric';
  const heads = ['arm', 'units', 'share', `${metric} a unit`, 'less the control', 'best'];
  return h('article', { class: 'experiment', data: { verdict: experiment.verdict } },
    h('h3', {}, experiment.experiment_id),
    h('p', { class: 'words' }, experiment.words),
    h('div', { class: 'scroll' },
      h('table', {},
        h('thead', {}, h('tr', {}, ...heads.map(head => h('th', { scope: 'col' }, head)))),
        h('tbody', {}, ...experiment.arms.map(row)))),
    ...(experiment.segments ?? []).map(segment =>
      h('p', { class: 'muted' }, `${segment.segment}: ${segment.arms.map(arm => `${arm.arm} ${percent(arm.weight)}`).join(', ')}`)),
    experiment.crossovers > 0 && h('p', { class: 'muted' }, `${experiment.crossovers} saw several arms and count in none`));
}

/** Shows how experiments stand, as soon as there is one. */
export function startExperiments() {
  const show = async () => {
    const { experiments } = await get('/v1/experiments', {});
    byId('experiments-panel').hidden = experiments.length === 0;
    byId('experiments').replaceChildren(...experiments.map(article));
  };
  const again = () => show().catch(() => {}).finally(() => setTimeout(again, EVERY));
  again();
}
