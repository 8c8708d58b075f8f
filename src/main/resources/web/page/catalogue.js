/** Items that any answer has described, by id: the shop has no other catalogue. */
const items = new Map();
const MOST = 2000;

export function remember(list) {
  for (const item of (list && list.items) || []) {
    const known = items.get(item.item_id) || {};
    const given = Object.fromEntries(Object.entries(item).filter(([, value]) => value != null));
    if (items.size >= MOST && !items.has(item.item_id)) items.delete(items.keys().next().value);
    items.set(item.item_id, { ...known, ...given });
  }
  return list;
}

export const itemOf = id => items.get(id) || { item_id: id };

export const titleOf = id => itemOf(id).title || id;

/** Items whose title, brand or category has every word. */
export function search(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return [...items.values()].filter(item => {
    const text = [item.title, item.brand, item.category, item.item_id].join(' ').toLowerCase();
    return words.every(word => text.includes(word));
  }).slice(0, 24);
}

export function categories() {
  const counts = new Map();
  for (const { category } of items.values()) {
    if (category) counts.set(category, (counts.get(category) || 0) + 1);
  }
  return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).map(([path]) => path);
}

/** An answer of the gateway; a problem document becomes an error that says its title. */
export async function get(path, query) {
  const answer = await window.nextclick.get.ask(path, query, { credentials: 'same-origin' });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.title || `status ${answer.status}`);
  return said;
}

export const popular = query => get('/v1/popular', query).then(remember);
