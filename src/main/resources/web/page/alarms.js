import { byId, h } from './dom.js';
import { get } from './catalogue.js';

const EVERY = 5000;

const time = text => new Date(text).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
const minutes = count => (count === 1 ? 'minute' : `${count} minutes`);

function entry(alarm) {
  const less = alarm.direction === 'DROP' ? 'too few' : 'too many';
  const expected = Number(alarm.expected.toPrecision(3));
  return h('li', { class: 'alarm', data: { severity: alarm.severity } },
    h('strong', {}, alarm.series), ` ${less} since ${time(alarm.since)}: `,
    `${alarm.observed} in ${minutes(alarm.window_minutes)}, expected ${expected}`,
    alarm.cause ? h('span', { class: 'muted' }, ` (${alarm.cause})`) : null);
}

/** Shows the alarms that are open, if there are any. */
export function startAlarms() {
  const show = async () => {
    const { alarms } = await get('/v1/alarms', {});
    const open = alarms.filter(each => each.state === 'OPEN');
    byId('alarms-panel').hidden = open.length === 0;
    byId('alarms').replaceChildren(...open.map(entry));
  };
  const again = () => show().catch(() => {}).finally(() => setTimeout(again, EVERY));
  again();
}
