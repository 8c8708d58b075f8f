/* <nextclick-list surface="home" n="6" link="/p/{id}">: loaded by nextclick.js where a page has one. */
(() => {
  'use strict';
  const { ask, device, fire, save, url, granted } = window.nextclick.get;
  const d = document, lists = new Set();
  let stream = null, opening = false, reopening = 0;

  /* What others wrote: links are http(s) only, and everything else is text. */
  const safe = link => {
    try {
      const full = new URL(link, location.href);
      return /^https?:$/.test(full.protocol) ? full.href : null;
    } catch { return null; }
  };
  const add = (parent, name, css, text) => {
    const element = parent.appendChild(d.createElement(name));
    element.className = 'nextclick-' + css;
    if (text != null) element.textContent = text;
    return element;
  };
  const price = of => {
    try {
      return new Intl.NumberFormat(undefined, { style: 'currency', currency: of.currency }).format(of.price);
    } catch { return [of.price, of.currency].filter(Boolean).join(' '); }
  };
  /* A ticket that was refused is not used again. */
  const expire = () => save(kept => { delete kept.expires_at; });

  class NextclickList extends HTMLElement {
    connectedCallback() {
      lists.add(this);
      this.refresh();
      connect();
    }

    disconnectedCallback() {
      lists.delete(this);
      if (!lists.size) disconnect();
    }

    /* Without one, the newest list of any surface is shown. */
    get surface() { return this.getAttribute('surface'); }

    get n() { return +this.getAttribute('n') || 10; }

    /** Asks for the list; what the page put inside stays while there is none. */
    refresh() {
      if (!granted()) return Promise.resolve();
      return device()
        .then(of => ask('/v1/recommendations',
          { device: of.device_id, ticket: of.ticket, n: this.n, ...(this.surface && { surface: this.surface }) }))
        .then(answer => answer.ok ? answer.json() : Promise.reject(answer))
        .then(list => this.show(list))
        .catch(answer => { if (/40[13]/.test(answer.status)) expire(); });
    }

    /** Shows a list, unless it is shown already or is older than the one shown. */
    show(list) {
      if (!list || !Array.isArray(list.items) || !this.isConnected) return;
      const shown = this.list || {};
      if (list.recommendation_id && list.recommendation_id === shown.recommendation_id) return;
      if (!list.fallback && list.generated_at < shown.generated_at) return;
      this.list = list;
      this.dataset.nextclickList = list.recommendation_id || '';
      if (list.token) this.dataset.nextclickToken = list.token;
      else delete this.dataset.nextclickToken;
      /* A page that draws the list itself prevents the default. */
      if (!fire('list', list, this)) return;
      const box = d.createElement('ol');
      box.className = 'nextclick-items';
      list.items.slice(0, this.n).forEach((each, at) => this.draw(box, each, each.position || at + 1));
      this.replaceChildren(box);
    }

    draw(box, each, position) {
      const row = add(box, 'li', 'item'), link = this.getAttribute('link');
      Object.assign(row.dataset, { nextclickItem: each.item_id, nextclickPosition: position });
      const href = link ? link.replace('{id}', encodeURIComponent(each.item_id)) : each.url;
      const body = add(row, href && safe(href) ? 'a' : 'span', 'link');
      if (href && safe(href)) body.href = safe(href);
      if (each.image && safe(each.image)) {
        Object.assign(add(body, 'img', 'image'), { src: safe(each.image), alt: '', loading: 'lazy' });
      }
      add(body, 'span', 'title', each.title || each.item_id);
      if (each.price != null) add(body, 'span', 'price', price(each));
    }
  }

  /* One stream a page, and none while it is hidden: browsers allow six connections a host. */
  const disconnect = () => {
    clearTimeout(reopening);
    if (stream) stream.close();
    stream = null;
  };
  const wanted = () => granted() && lists.size && !d.hidden && !stream && !opening;
  const again = () => {
    clearTimeout(reopening);
    reopening = setTimeout(connect, 5000);
  };
  const connect = () => {
    clearTimeout(reopening);
    if (!wanted()) return;
    opening = true;
    device().then(of => {
      opening = false;
      if (wanted()) open(of);
    }).catch(() => { opening = false; again(); });
  };
  const open = of => {
    const path = '/v1/live/' + encodeURIComponent(of.device_id);
    stream = new EventSource(url(path, { ticket: of.ticket }), { withCredentials: true });
    stream.addEventListener('list', message => {
      const list = JSON.parse(message.data);
      lists.forEach(each => { if (!each.surface || each.surface === list.surface) each.show(list); });
    });
    stream.addEventListener('segment', message => fire('segment', JSON.parse(message.data)));
    stream.onerror = () => {
      if (!stream || stream.readyState !== EventSource.CLOSED) return;
      disconnect();
      expire();
      again();
    };
  };

  d.addEventListener('nextclick:consent', () => {
    if (!granted()) return disconnect();
    lists.forEach(each => each.refresh());
    connect();
  });
  d.addEventListener('visibilitychange', () => { if (d.hidden) disconnect(); else connect(); });
  addEventListener('pagehide', disconnect);
  addEventListener('pageshow', connect);
  customElements.define('nextclick-list', NextclickList);
})();
