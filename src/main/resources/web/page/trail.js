import { byId, h, millis, shorten } from './dom.js';
import { remember, titleOf } from './catalogue.js';
import { chips } from './reasons.js';

const MOST = 40;
const PASSIVE = new Set(['IMPRESSION', 'HOVER', 'PAGE_PING']);
const WORDS = {
  VIEW: 'Looked at', CLICK: 'Clicked', ADD_TO_CART: 'Put in the cart', REMOVE_FROM_CART: 'Took out of the cart',
  CHECKOUT: 'Went to the checkout', PURCHASE: 'Bought', SEARCH: 'Searched', IMPRESSION: 'Saw', HOVER: 'Rested on',
  PAGE_PING: 'Left a page', LOGIN: 'Logged in', NOT_INTERESTED: 'Does not want',
};

/** Events of this page, by id, with when they happened by the page's clock. */
const entries = new Map();
const facts = { person: '', session: '', segments: new Set(), list: '' };
/** The newest event that is not passive: sessions and segments name no event, so they are shown with it. */
let newest = null;

function about(event) {
  const context = event.context || {};
  if (event.event_type === 'SEARCH') return `“${shorten(context.query || '')}”`;
  if (event.event_type === 'IMPRESSION') return `${(context.shown || []).length || 1} recommendations`;
  if (event.event_type === 'PAGE_PING') return `after ${millis(context.visible_millis || 0)}`;
  return event.item_id ? shorten(titleOf(event.item_id), 40) : '';
}

function add(event) {
  const passive = PASSIVE.has(event.event_type);
  const steps = h('ol', { class: 'chain' });
  const element = h('li', { class: passive ? 'entry passive' : 'entry' },
    h('p', { class: 'what' }, h('strong', {}, WORDS[event.event_type] || event.event_type), ' ', about(event)), steps);
  const entry = { began: performance.now(), element, steps, done: new Map(), event };
  entries.set(event.event_id, entry);
  if (!passive) newest = entry;
  byId('nothing').hidden = true;
  byId('trail').prepend(element);
  for (const [id, old] of entries) {
    if (entries.size <= MOST) break;
    old.element.remove();
    entries.delete(id);
  }
  return entry;
}

/** A step of an event's way, with the time since the event happened; each kind once, the first counts. */
function step(entry, kind, text, more) {
  if (!entry || entry.done.has(kind)) return;
  const took = performance.now() - entry.began;
  entry.done.set(kind, took);
  entry.steps.append(h('li', { class: 'step ' + kind.split(' ')[0] },
    h('span', { class: 'label' }, text), h('span', { class: 'took' }, millis(took)), more));
}

function sent({ events, status, answer }) {
  const refused = new Map(((answer && answer.rejected) || []).map(each => [each.index, each]));
  events.forEach((event, at) => {
    const entry = entries.get(event.event_id);
    if (status === 202 && !refused.has(at)) step(entry, 'accepted', 'accepted by the gateway');
    else if (status === 202) step(entry, 'refused', `refused: ${refused.get(at).reason}`, detail(refused.get(at).detail));
    else step(entry, 'refused', `answered with ${status}`);
  });
}

const detail = text => text && h('span', { class: 'detail' }, text);

function inspected(said) {
  const id = said.event && (said.event.event_id || said.event);
  const entry = entries.get(id) || (said.event && said.event.event_id ? add(said.event) : null);
  if (said.accepted) step(entry, 'accepted', 'accepted by the gateway');
  if (said.accepted === false) step(entry, 'refused', `refused: ${said.reason}`, detail(said.detail));
  if (said.corrected) step(entry, 'corrected', 'corrected', detail([said.corrected].flat().join(', ')));
}

/** An open session is written when it begins, and its counts when it is over. */
function inWords(summary) {
  if (summary.status !== 'OPEN') {
    return `${summary.events} events, ${summary.distinct_items} items, ${String(summary.status).toLowerCase()}`;
  }
  const start = new Date(summary.started_at);
  return `open since ${start.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`;
}

function session(summary) {
  facts.person = summary.person_id;
  facts.session = inWords(summary);
  step(newest, 'session', `session: ${summary.events} ${summary.events === 1 ? 'event' : 'events'}`);
  drawFacts();
}

function segment(change) {
  const entered = change.entered === true || change.change === 'entered' || change.entered === change.segment;
  if (entered) facts.segments.add(change.segment);
  else facts.segments.delete(change.segment);
  step(newest, 'segment ' + change.segment, `${entered ? 'entered' : 'left'} ${change.segment}`,
    change.rule_id && detail(`rule ${change.rule_id}`));
  drawFacts();
}

function list(given) {
  remember(given);
  facts.person = given.person_id || facts.person;
  facts.segments = new Set(given.segments || []);
  const entry = entries.get(given.trigger_event_id);
  if (entry) {
    const first = !entry.done.has('list');
    step(entry, 'list', `list of ${given.items.length}`, h('ol', { class: 'recommended' },
      given.items.slice(0, 3).map(item => h('li', {}, h('span', {}, shorten(item.title || item.item_id, 34)), chips(item, 1)))));
    if (first) {
      const took = entry.done.get('list');
      facts.list = `${millis(took)} after the event`;
      byId('said').textContent = `New list of ${given.items.length} items after ${millis(took)}.`;
    }
  }
  drawFacts();
}

function drawFacts() {
  const rows = [['Person', facts.person && shorten(facts.person, 13)], ['Session', facts.session],
    ['Segments', [...facts.segments].join(', ') || 'none'], ['Last list', facts.list]];
  byId('facts').replaceChildren(...rows.filter(([, value]) => value)
    .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

let stream = null;
let again = 0;

async function inspect() {
  clearTimeout(again);
  if (stream || document.hidden) return;
  try {
    const { device_id, ticket } = await window.nextclick.get.device();
    if (stream) return;
    stream = new EventSource(window.nextclick.get.url('/v1/inspect', { device: device_id, ticket }));
  } catch {
    again = setTimeout(inspect, 3000);
    return;
  }
  const on = (name, action) => stream.addEventListener(name, message => action(JSON.parse(message.data)));
  on('event', inspected);
  on('session', session);
  on('segment', segment);
  on('list', list);
  on('finding', found => step(entries.get(found.event_id), 'finding', `noticed: ${found.kind}`, detail(found.detail)));
  stream.onopen = () => health('live', true);
  stream.onerror = () => {
    health('reconnecting', false);
    if (stream && stream.readyState === EventSource.CLOSED) {
      close();
      again = setTimeout(inspect, 3000);
    }
  };
}

function close() {
  clearTimeout(again);
  if (stream) stream.close();
  stream = null;
}

function health(text, good) {
  const element = byId('health');
  element.classList.toggle('good', good);
  element.lastElementChild.textContent = text;
}

export function startTrail() {
  document.addEventListener('nextclick:event', happened => add(happened.detail));
  document.addEventListener('nextclick:sent', happened => sent(happened.detail));
  document.addEventListener('nextclick:list', happened => list(happened.detail));
  document.addEventListener('nextclick:consent', happened => {
    if (happened.detail) return inspect();
    close();
    health('personalization is off', false);
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) close(); else inspect(); });
  addEventListener('pagehide', close);
  addEventListener('pageshow', inspect);
  byId('passive').addEventListener('change', happened =>
    byId('trail').classList.toggle('all', happened.target.checked));
  inspect();
}
