import { byId, h, millis } from './dom.js';
import { categories, search } from './catalogue.js';

const MOST = 15;

const examples = {
  view: event => event,
  item: ({ item_id, ...rest }) => rest,
  future: event => ({ ...event, occurred_at: new Date(Date.now() + 86_400_000) }),
};

async function example(kind) {
  let device_id;
  try {
    ({ device_id } = await window.nextclick.get.device());
  } catch { /* Without consent there is no device. */ }
  const known = search('')[0] || { item_id: 'i-1' };
  const event = {
    event_id: `try-${Date.now().toString(36)}`, event_type: 'VIEW', occurred_at: new Date(), device_id,
    item_id: known.item_id, context: { category: known.category || categories()[0], price: known.price },
  };
  byId('payload').value = JSON.stringify(examples[kind](event), null, 2);
}

function verdict(good, title, said) {
  byId('verdict').replaceChildren(
    h('p', { class: good ? 'verdict good' : 'verdict bad' }, title),
    said && h('pre', {}, typeof said === 'string' ? said : JSON.stringify(said, null, 2)));
}

async function send(happened) {
  happened.preventDefault();
  const began = performance.now();
  try {
    const answer = await window.nextclick.get.ask('/v1/events', {}, { method: 'POST', body: byId('payload').value });
    const text = await answer.text();
    let said = text;
    try {
      said = JSON.parse(text);
    } catch { /* Shown as it is. */ }
    const refused = said.rejected && said.rejected.length;
    verdict(answer.ok && !refused,
      `${answer.status} ${refused ? 'refused' : answer.ok ? 'accepted' : said.title || ''} in ${millis(performance.now() - began)}`, said);
  } catch (problem) {
    verdict(false, `No answer: ${problem.message}`);
  }
}

function record({ events, status, answer, millis: took }) {
  const box = byId('sent');
  const kinds = [...new Set(events.map(each => each.event_type))].join(', ');
  box.prepend(h('details', {},
    h('summary', {}, h('span', { class: status === 202 ? 'status good' : 'status bad' }, String(status)),
      h('span', { class: 'kinds' }, kinds), h('span', { class: 'took' }, millis(took))),
    h('pre', { tabindex: 0 }, JSON.stringify({ events, answer }, null, 2))));
  while (box.childElementCount > MOST) box.lastElementChild.remove();
}

export function startPayloads() {
  document.addEventListener('nextclick:sent', happened => record(happened.detail));
  byId('try').addEventListener('submit', send);
  document.querySelectorAll('[data-example]').forEach(button =>
    button.addEventListener('click', () => example(button.dataset.example)));
  example('view');
}
