/** Makes elements. Text is only ever set as text, so nothing that others wrote becomes markup. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value == null || value === false) continue;
    if (key === 'data') Object.assign(element.dataset, value);
    else if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'class') element.className = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child != null && child !== false));
  return element;
}

export const byId = id => document.getElementById(id);

export function money(amount, currency) {
  if (amount == null) return '';
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency: currency || 'EUR' }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}

export function millis(value) {
  return value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}

export const shorten = (text, length = 28) => {
  const all = String(text);
  return all.length > length ? all.slice(0, length - 1) + '…' : all;
};

/** The last level of a category path, for people. */
export const leaf = category => String(category || '').split('/').pop();
