const SVG = 'http://www.w3.org/2000/svg';

/** FNV-1a: the same text is the same picture everywhere. */
function hash(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}

function shape(parent, name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

/** Forms of departments: one stands for each, by the first level of the category. */
const FORMS = [
  (at, r) => ['circle', { cx: at.x, cy: at.y, r }],
  (at, r) => ['rect', { x: at.x - r, y: at.y - r, width: 2 * r, height: 2 * r, rx: r / 3 }],
  (at, r) => ['path', { d: `M${at.x} ${at.y - r}L${at.x + r} ${at.y + r}H${at.x - r}Z`, 'stroke-linejoin': 'round' }],
  (at, r) => ['path', { d: `M${at.x - r} ${at.y}A${r} ${r} 0 0 1 ${at.x + r} ${at.y}Z` }],
  (at, r) => ['rect', { x: at.x - r * 1.3, y: at.y - r / 2, width: 2.6 * r, height: r, rx: r / 2 }],
  (at, r) => ['path', { d: `M${at.x} ${at.y - r}L${at.x + r} ${at.y}L${at.x} ${at.y + r}L${at.x - r} ${at.y}Z` }],
];

/** A picture for an item that has none: colour and form by its category, the arrangement by its id. */
export function tile(item) {
  const levels = String(item.category || 'other').split('/');
  const hue = (hash(levels[0]) % 24 * 15 + hash(levels.slice(0, 2).join('/')) % 40) % 360;
  const form = FORMS[hash(levels.at(-1)) % FORMS.length];
  let seed = hash(String(item.item_id));
  const draw = most => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed / 2 ** 32) * most;
  };
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 120 90');
  svg.setAttribute('preserveAspectRatio', 'xMidYMid slice');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('tile');
  // Colours are the page's, light or dark; only the hue is the item's.
  svg.style.setProperty('--hue', hue);
  shape(svg, 'rect', { class: 'ground', width: 120, height: 90 });
  const put = (css, x, y, r) => shape(svg, ...form({ x, y }, r)).classList.add(css);
  put('back', 30 + draw(60), 25 + draw(40), 30 + draw(14));
  put('front', 40 + draw(40), 35 + draw(22), 15 + draw(9));
  put('small', 30 + draw(60), 25 + draw(40), 5 + draw(4));
  return svg;
}
