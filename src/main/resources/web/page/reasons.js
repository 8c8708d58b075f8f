import { h, leaf, shorten } from './dom.js';
import { titleOf } from './catalogue.js';

const TEXTS = {
  SIMILAR_ITEM: of => `because you looked at ${shorten(titleOf(of), 24)}`,
  VISITED: () => 'you looked at it',
  POPULAR_IN_CATEGORY: of => `popular in ${leaf(of)}`,
  POPULAR_ON_SITE: () => 'popular here',
  NEW_ITEM: () => 'new here',
  SEGMENT: of => `you are in ${of}`,
  RULE: of => `rule ${of}`,
};

/** Why an item is in a list, the strongest first, as small labels. */
export function chips(item, most = 2) {
  const texts = new Map();
  for (const { source, because_of } of item.reasons || []) {
    const text = TEXTS[source] ? TEXTS[source](because_of ?? '') : source;
    if (!texts.has(text)) texts.set(text, source);
  }
  return h('ul', { class: 'chips', 'aria-label': 'Reasons' },
    [...texts].slice(0, most).map(([text, source]) =>
      h('li', { class: 'chip ' + String(source).toLowerCase().replaceAll('_', '-') }, text)));
}
