import { byId, h, leaf, money } from './dom.js';
import { categories, get, itemOf, popular, remember, search, titleOf } from './catalogue.js';
import { chips } from './reasons.js';
import { tile } from './tile.js';

const cart = new Map();
const layer = (window.dataLayer = window.dataLayer || []);
let orders = 0;
/** Answers of a page that was left are not drawn. */
let visit = 0;

const link = id => '#/item/' + encodeURIComponent(id);

/** An item as GA4 names its fields: the shop speaks to the tag as any shop does. */
function ga4(id, more) {
  const item = itemOf(id);
  const levels = String(item.category || '').split('/');
  const named = Object.fromEntries(levels.map((level, at) => ['item_category' + (at ? at + 1 : ''), level]));
  return { item_id: id, item_name: item.title, item_brand: item.brand, price: item.price, ...named, ...more };
}

function push(event, items, more) {
  const currency = items.map(each => itemOf(each.item_id).currency).find(Boolean);
  layer.push({ event, ecommerce: { currency, items, ...more } });
}

function card(item, position, why) {
  return h('li', { class: 'card', data: { nextclickItem: item.item_id, nextclickPosition: position } },
    h('a', { href: link(item.item_id) },
      tile(item),
      h('span', { class: 'name' }, item.title || item.item_id),
      h('span', { class: 'line' },
        h('span', { class: 'price' }, money(item.price, item.currency)),
        h('span', { class: 'muted' }, item.brand || leaf(item.category)))),
    why && chips(item), why && refusal(item));
}

/** The tag sends that the visitor does not want the item; the list that answers comes without it. */
function refusal(item) {
  return h('button', {
    type: 'button', class: 'refuse', data: { nextclickEvent: 'NOT_INTERESTED' },
    'aria-label': `Not interested in ${item.title || item.item_id}`, title: 'Not interested',
    onclick: ({ target }) => { target.closest('.card').hidden = true; },
  }, '×');
}

function grid(items) {
  return h('ol', { class: 'cards' }, items.map((item, at) => card(itemOf(item.item_id), at + 1)));
}

function title(text, more) {
  return h('h1', { id: 'shop-title', tabindex: -1 }, text, more);
}

/** A list for this visitor; the tag fills it, the page draws it. */
function listFor(surface, n, text) {
  const list = h('nextclick-list', { surface, n }, h('p', { class: 'empty' }, 'No list yet.'));
  const note = h('span', { class: 'note' });
  list.addEventListener('nextclick:list', happened => {
    happened.preventDefault();
    const given = remember(happened.detail);
    list.replaceChildren(h('ol', { class: 'cards' },
      given.items.slice(0, n).map((item, at) =>
        card({ ...itemOf(item.item_id), ...item }, item.position || at + 1, true))));
    note.textContent = given.fallback ? 'what is popular' : 'for you, as of your last event';
  });
  return h('section', { class: 'for-you' }, h('h2', {}, text, ' ', note), list);
}

async function fill(box, asked, draw) {
  const mine = visit;
  try {
    const answer = await asked;
    if (mine !== visit) return;
    box.replaceChildren(answer.items.length ? draw(answer.items) : h('p', { class: 'empty' }, 'Nothing here yet.'));
    drawCategories();
  } catch (problem) {
    if (mine === visit) box.replaceChildren(h('p', { class: 'empty' }, `Not available now: ${problem.message}`));
  }
}

function home() {
  const box = h('div', {});
  fill(box, popular({ n: 60 }), items => grid(items.slice(0, 12)));
  return [title('Good to see you'), listFor(null, 8, 'Recommended'), h('h2', {}, 'Popular now'), box];
}

function category(path) {
  const box = h('div', {});
  fill(box, popular({ category: path, n: 24 }), grid);
  return [title(leaf(path), h('span', { class: 'path' }, path.split('/').slice(0, -1).join(' / '))), box,
    listFor(null, 4, 'Recommended')];
}

function item(id) {
  const of = itemOf(id);
  push('view_item', [ga4(id)]);
  const similar = h('div', {});
  const others = h('section', { hidden: true }, h('h2', {}, 'Others went on to'), similar);
  get(`/v1/items/${encodeURIComponent(id)}/similar`, { n: 4 }).then(answer => {
    remember(answer);
    if (!answer.items.length) return;
    others.hidden = false;
    similar.replaceChildren(grid(answer.items.slice(0, 4)));
  }).catch(() => { /* Without it the page is complete. */ });
  const added = h('span', { class: 'muted', role: 'status' });
  return [h('article', { class: 'item' }, tile(of), h('div', {},
    title(of.title || id),
    h('p', { class: 'muted' }, [of.brand, leaf(of.category)].filter(Boolean).join(' · ') || id),
    h('p', { class: 'price large' }, money(of.price, of.currency)),
    h('p', { class: 'actions' },
      h('button', {
        type: 'button', class: 'main', onclick: () => {
          put(id, 1);
          added.textContent = 'In your cart.';
        },
      }, 'Add to cart'), added))),
    listFor('item', 4, 'Recommended'), others];
}

function put(id, pieces) {
  const count = (cart.get(id) || 0) + pieces;
  if (count > 0) cart.set(id, count);
  else cart.delete(id);
  push(pieces > 0 ? 'add_to_cart' : 'remove_from_cart', [ga4(id, { quantity: Math.abs(pieces) })]);
  countPieces();
}

function countPieces() {
  byId('pieces').textContent = [...cart.values()].reduce((sum, each) => sum + each, 0);
}

const total = () => [...cart].reduce((sum, [id, pieces]) => sum + (itemOf(id).price || 0) * pieces, 0);

function rows(after) {
  return h('ul', { class: 'rows' }, [...cart].map(([id, pieces]) => h('li', {},
    tile(itemOf(id)),
    h('a', { href: link(id) }, titleOf(id)),
    h('span', { class: 'muted' }, pieces > 1 ? `${pieces} ×` : ''),
    h('span', { class: 'price' }, money(itemOf(id).price, itemOf(id).currency)),
    after && h('button', {
      type: 'button', 'aria-label': `Remove ${titleOf(id)}`, onclick: () => {
        put(id, -pieces);
        draw();
      },
    }, 'Remove'))));
}

function cartPage() {
  if (!cart.size) return [title('Your cart'), h('p', { class: 'empty' }, 'It is empty.'), listFor('cart', 4, 'Recommended')];
  return [title('Your cart'), rows(true),
    h('p', { class: 'sum' }, 'Together ', h('strong', {}, money(total(), 'EUR'))),
    h('p', { class: 'actions' }, h('a', { class: 'button main', href: '#/checkout' }, 'Check out')),
    listFor('cart', 4, 'Goes with it')];
}

function checkout() {
  if (!cart.size) return cartPage();
  const bought = [...cart].map(([id, pieces]) => ga4(id, { quantity: pieces }));
  push('begin_checkout', bought);
  return [title('Checkout'), rows(false),
    h('p', { class: 'sum' }, 'Together ', h('strong', {}, money(total(), 'EUR'))),
    h('p', { class: 'actions' }, h('button', {
      type: 'button', class: 'main', onclick: () => {
        push('purchase', bought, { transaction_id: `demo-${Date.now()}-${++orders}` });
        cart.clear();
        countPieces();
        location.hash = '#/thanks';
      },
    }, 'Buy'))];
}

function found(query) {
  layer.push({ event: 'search', search_term: query });
  const items = search(query);
  return [title('Search', h('span', { class: 'path' }, query)),
    items.length ? grid(items) : h('p', { class: 'empty' }, 'Nothing has all of these words.'),
    listFor(null, 4, 'Recommended')];
}

function drawCategories() {
  const [kind, name] = place();
  byId('categories').replaceChildren(...categories().slice(0, 9).map(path => h('a', {
    href: '#/category/' + path.split('/').map(encodeURIComponent).join('/'),
    'aria-current': kind === 'category' && name === path ? 'page' : null, title: path,
  }, leaf(path))));
}

function thanks() {
  return [title('Thank you'), h('p', {}, 'The order went the whole way, too.'), listFor(null, 4, 'For next time')];
}

/** Kind and name of the page in the address. */
function place() {
  const [, kind, ...rest] = location.hash.split('/');
  try {
    return [kind || 'home', decodeURIComponent(rest.join('/'))];
  } catch {
    return ['home', ''];
  }
}

function content(kind, name) {
  switch (kind) {
    case 'category': return category(name);
    case 'item': return item(name);
    case 'search': return found(name);
    case 'cart': return cartPage();
    case 'checkout': return checkout();
    case 'thanks': return thanks();
    default: return home();
  }
}

function draw() {
  visit++;
  const [kind, name] = place();
  // Before the page says anything, so that its events are of this kind of page.
  window.nextclick('set', { page_type: kind });
  byId('shop').replaceChildren(...content(kind, name));
  drawCategories();
}

export function startShop() {
  byId('search').addEventListener('submit', happened => {
    happened.preventDefault();
    const query = byId('query').value.trim();
    if (query) location.hash = '#/search/' + encodeURIComponent(query);
  });
  addEventListener('hashchange', () => {
    draw();
    const top = document.querySelector('.shop');
    if (top.getBoundingClientRect().top < 0) top.scrollIntoView();
    byId('shop-title').focus({ preventScroll: true });
  });
  return popular({ n: 60 }).catch(() => { /* The page says what is missing. */ }).then(draw);
}
