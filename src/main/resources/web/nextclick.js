/* Nextclick tag, see docs/tag.md. */
(() => {
  'use strict';
  const w = window, d = document, NAME = 'nextclick';
  if (w[NAME]?.get) return;
  const script = d.currentScript || d.querySelector('script[data-key]');
  const config = { ...script?.dataset }, calls = w[NAME]?.q || [];

  const quiet = action => { try { return action(); } catch { /* blocked */ } };
  const fire = (name, detail, where = d) => where.dispatchEvent(
    new CustomEvent(NAME + ':' + name, { detail, bubbles: true, cancelable: true }));

  // State, shared by tabs; in memory before consent or without storage.
  let granted = false, state = { queue: [] };
  const load = () => {
    const kept = granted && quiet(() => JSON.parse(localStorage[NAME]));
    if (kept?.queue) state = kept;
    return state;
  };
  const save = how => {
    how(load());
    if (granted) quiet(() => { localStorage[NAME] = JSON.stringify(state); });
  };

  // Consent: sources say true, false or null (undecided). All must agree.
  const said = {};
  const refused = () => Object.values(said).includes(false);
  const decide = (source, answer) => {
    if (source) said[source] = answer;
    const all = Object.values(said);
    const agreed = all.length ? all.every(Boolean) : config.consent === 'granted';
    if (refused()) {
      const { device_id, ticket } = quiet(() => JSON.parse(localStorage[NAME])) || state;
      if (ticket) ask('/v1/device', { device: device_id, ticket }, { method: 'DELETE', keepalive: true }).catch(() => 0);
      state = { queue: [] };
      quiet(() => { localStorage.removeItem(NAME); sessionStorage.removeItem(NAME); });
    }
    if (agreed === granted) return;
    granted = agreed;
    if (granted) {
      const early = state.queue;
      save(kept => { if (kept.queue !== early) kept.queue.push(...early); });
      flush();
    }
    fire('consent', granted);
  };
  const askManagers = () => {
    if (w.__tcfapi && said.tcf === undefined) {
      decide('tcf', null);
      w.__tcfapi('addEventListener', 2, tc => {
        // Storage, profile for content, content by it.
        if (tc?.gdprApplies === false) decide('tcf', true);
        else if (/loaded|complete/.test(tc?.eventStatus)) {
          decide('tcf', [1, 5, 6].every(each => tc.purpose?.consents?.[each]));
        }
      });
    }
    if (w.__gpp && said.gpp === undefined) {
      decide('gpp', null);
      const read = ping => {
        if (ping?.signalStatus !== 'ready') return;
        const of = Object.assign({}, ...Object.values(ping.parsedSections || {}).flat());
        decide('gpp', !of.Gpc && ![of.SaleOptOut, of.SharingOptOut, of.TargetedAdvertisingOptOut].includes(1) &&
          [0, 4, 5].every(each => !of.PurposeConsents || of.PurposeConsents[each]));
      };
      w.__gpp('addEventListener', event => read(event?.pingData));
      w.__gpp('ping', read);
    }
  };

  // Transport: as text, which needs no preflight.
  const url = (path, query) => (config.endpoint || script?.src || '').replace(/\/(nextclick\.js.*)?$/, '') +
    path + '?' + new URLSearchParams({ key: config.key, ...(config.userToken && { user_token: config.userToken }), ...query });
  const ask = (path, query, options) =>
    fetch(url(path, query), { credentials: 'include', signal: AbortSignal.timeout(1e4), ...options });
  let sending, timer, renewal, failures = 0, underway = [];
  const later = millis => {
    clearTimeout(timer);
    timer = setTimeout(flush, millis);
  };
  const device = () => {
    const { device_id, ticket, expires_at } = load();
    if (Date.parse(expires_at) > Date.now() + 30000) return Promise.resolve(state);
    return renewal = renewal || ask('/v1/device', {}, { method: 'POST', body: JSON.stringify({ device_id, ticket }) })
      .then(answer => answer.ok && granted ? answer.json() : Promise.reject(answer))
      .then(given => { save(kept => Object.assign(kept, given)); return state; })
      .finally(() => { renewal = 0; });
  };
  const body = events => JSON.stringify(events.map(
    each => ({ ...each, device_id: state.device_id, sent_at: new Date() })));
  const batch = () => {
    let events = load().queue.filter(each => !underway.includes(each.event_id));
    while (events.length > 1 && body(events).length > 20000) events = events.slice(0, events.length / 2);
    return events;
  };
  const drop = events => save(kept => {
    kept.queue = kept.queue.filter(each => !events.some(gone => gone.event_id === each.event_id));
  });
  const flush = () => {
    clearTimeout(timer);
    if (!granted || sending || !load().queue.length || !navigator.onLine) return;
    sending = true;
    const retry = seconds => {
      failures++;
      later(1000 * (+seconds || Math.min(60, 2 ** failures) * (1 - Math.random()) / 2 + .5));
    };
    device().then(async () => {
      const events = batch(), began = Date.now();
      underway = events.map(each => each.event_id);
      const answer = await ask('/v1/events', {}, { method: 'POST', body: body(events), keepalive: true });
      fire('sent', {
        events, status: answer.status, millis: Date.now() - began, answer: await answer.json().catch(() => 0),
      });
      if (answer.status === 429 || answer.status >= 500) return retry(answer.headers.get('Retry-After'));
      failures = 0;
      drop(events);
      later(0);
    }).catch(() => retry()).finally(() => { sending = false; underway = []; });
  };
  const leave = () => {
    report();
    ping();
    const events = batch();
    // No answer comes, so what may be refused is kept.
    if (granted && events.length && state.device_id && navigator.onLine &&
      navigator.sendBeacon(url('/v1/events'), body(events)) && !failures) drop(events);
  };

  const page = {}, campaign = {};
  new URLSearchParams(location.search).forEach((value, name) => {
    if (/^utm_(source|medium|campaign|content|term)$/.test(name)) campaign[name.slice(4)] = value.slice(0, 200);
  });
  const uuid = () => crypto.randomUUID ? crypto.randomUUID() : crypto.getRandomValues(new Uint32Array(4)).join('-');
  const event = (event_type, fields, context) => {
    const made = {
      event_id: uuid(), event_type, occurred_at: new Date(), user_id: page.user_id, site: config.site,
      ...fields, context: { ...page.context, ...campaign, ...context },
    };
    if (!refused()) {
      save(kept => { kept.queue = [...kept.queue, made].slice(-50); });
      fire('event', made);
      later(40);
    }
    return made;
  };

  // Time and depth since the last.
  let began = Date.now(), visibleSince = began, depth = 0, item;
  const measure = () => {
    depth = Math.max(depth, Math.min(1, (scrollY + innerHeight) / d.documentElement.scrollHeight));
  };
  const ping = () => {
    measure();
    const time = Date.now(), seen = visibleSince && time - visibleSince;
    if (seen >= 1000) {
      event('PAGE_PING', { item_id: item }, {
        dwell_millis: time - began, visible_millis: seen, scroll_depth: +depth.toFixed(2),
      });
    }
    began = time;
    visibleSince = d.hidden ? 0 : time;
  };
  const newPage = of => {
    ping();
    depth = 0;
    item = of;
  };

  // Items seen and clicked: elements with data-nextclick-item.
  const ITEM = '[data-nextclick-item]', watched = new Map(), shown = new Map();
  const read = element => {
    const { nextclickItem, nextclickPosition } = element.dataset;
    const { nextclickList, nextclickToken } = (element.closest('[data-nextclick-list]') || element).dataset;
    return {
      item_id: nextclickItem, position: +nextclickPosition || 1, key: nextclickList + ' ' + nextclickItem,
      context: { recommendation_id: nextclickList || undefined, token: nextclickToken },
    };
  };
  let keys = [];
  const once = key => {
    keys = granted && quiet(() => JSON.parse(sessionStorage[NAME])) || keys;
    if (keys.includes(key)) return false;
    keys = [...keys, key].slice(-300);
    if (granted) quiet(() => { sessionStorage[NAME] = JSON.stringify(keys); });
    return true;
  };
  const report = () => {
    shown.forEach(context => event('IMPRESSION', {}, context));
    shown.clear();
  };
  const see = element => {
    const { item_id, position, key, context } = read(element);
    if (!element.isConnected || !once(key)) return;
    const list = context.recommendation_id;
    shown.set(list, { ...context, shown: [...shown.get(list)?.shown || [], { item_id, position }] });
    setTimeout(report, 200);
  };
  const watcher = new IntersectionObserver(entries => entries.forEach(({ target, intersectionRatio }) => {
    clearTimeout(watched.get(target));
    if (intersectionRatio >= .5) {
      watched.set(target, setTimeout(() => { watcher.unobserve(target); see(target); }, 1000));
    }
  }), { threshold: .5 });
  const unwatch = () => {
    watched.forEach(clearTimeout);
    watched.clear();
    watcher.disconnect();
  };
  const scan = () => {
    watched.forEach((timeout, element) => element.isConnected || watched.delete(element));
    if (!d.hidden) {
      d.querySelectorAll(ITEM).forEach(element => {
        if (watched.has(element)) return;
        watched.set(element);
        watcher.observe(element);
      });
    }
  };
  const on = (name, action) => w.addEventListener(name, action, true);
  let clicked = [], hover, over;
  on('click', ({ target, timeStamp }) => {
    const element = target.closest?.(ITEM);
    if (!element) return;
    const { key, item_id, position, context } = read(element);
    if (clicked[0] !== key || timeStamp - clicked[1] > 1000) {
      event(target.closest('[data-nextclick-event]')?.dataset.nextclickEvent || 'CLICK', { item_id },
        { ...context, recommendation_position: position });
    }
    clicked = [key, timeStamp];
  });
  on('pointerover', ({ target, pointerType }) => {
    const element = pointerType === 'mouse' && target.closest?.(ITEM);
    if (element === over) return;
    over = element;
    clearTimeout(hover);
    if (element) {
      hover = setTimeout(() => {
        const { key, item_id, context } = read(element);
        if (once('hover ' + key)) event('HOVER', { item_id }, context);
      }, 500);
    }
  });

  // The data layer, with GA4's names.
  const TYPES = {
    view_item: 'VIEW', select_item: 'CLICK', add_to_cart: 'ADD_TO_CART', remove_from_cart: 'REMOVE_FROM_CART',
    purchase: 'PURCHASE', begin_checkout: 'CHECKOUT', search: 'SEARCH', login: 'LOGIN', view_item_list: 'IMPRESSION',
  };
  const ga4 = (name, of) => {
    const type = TYPES[name], { currency, transaction_id } = of;
    const list = of.item_list_id || of.item_list_name, attributes = list ? { list: '' + list } : {};
    const items = (of.items || []).map((each, at) => ({
      item_id: '' + each.item_id, position: +(each.index ?? at) + 1, each,
    }));
    if (type === 'IMPRESSION') {
      if (items[0]) event(type, {}, { attributes, shown: items.map(({ item_id, position }) => ({ item_id, position })) });
    } else if (/^(SE|LO|CH)/.test(type)) event(type, {}, { currency, query: of.search_term });
    else if (type) {
      if (type === 'VIEW') newPage(items[0]?.item_id);
      items.forEach(({ item_id, position, each }, at) => event(
        // A reloaded order is the same event.
        type, { item_id, ...(transaction_id && { event_id: `order.${transaction_id}.${at}` }) }, {
          currency, attributes, brand: each.item_brand, price: each.price == null ? undefined : +each.price,
          category: ['', 2, 3, 4, 5].map(level => each['item_category' + level]).filter(Boolean).join('/') || undefined,
          quantity: /CART|PUR/.test(type) ? +each.quantity || undefined : undefined,
          recommendation_position: type === 'CLICK' ? position : undefined,
          ...(type === 'VIEW' && { page_type: 'item' }),
        }));
    }
  };
  const layered = entry => {
    if (!entry) return;
    const [command, name, fields] = entry.length ? entry : ['event', entry.event, entry.ecommerce || entry];
    const given = fields || {};
    const consent = given.personalization_storage || given.analytics_storage;
    // A default is no decision.
    if (command === 'consent' && consent) decide('mode', consent === 'granted' || (name === 'default' ? null : false));
    const user = given.user_id || entry.user_id;
    if (user) page.user_id = '' + user;
    if (command === 'event') ga4(name, given);
  };

  const api = {
    event: ({ event_type, context, ...fields }) => {
      if (event_type === 'VIEW') newPage(fields.item_id);
      return event(event_type, fields, context);
    },
    consent: ({ storage }) => decide('site', storage === true || storage === 'granted'),
    set: ({ user_id, ...context }) => {
      if (user_id !== undefined) page.user_id = user_id;
      page.context = { ...page.context, ...context };
    },
    config: given => { Object.assign(config, given); decide(); },
    flush,
  };
  w[NAME] = (name, given = {}) => api[name]?.(given);
  w[NAME].get = { ask, device, fire, save, url, granted: () => granted };

  askManagers();
  calls.forEach(each => w[NAME](...each));
  const layer = w.dataLayer = w.dataLayer || [], push = layer.push;
  layer.forEach(layered);
  layer.push = (...entries) => {
    entries.forEach(layered);
    return push.apply(layer, entries);
  };
  decide();

  const start = () => {
    askManagers();
    scan();
    if (start.done || !d.querySelector(NAME + '-list')) return;
    start.done = d.head.appendChild(d.createElement('script'));
    start.done.src = url('/page/nextclick-list.js');
  };
  new MutationObserver(start).observe(d, { childList: true, subtree: true });
  start();
  on('load', start);
  on('online', flush);
  on('scroll', measure);
  on('popstate', () => newPage());
  on('pagehide', leave);
  on('pageshow', ({ persisted }) => {
    // What was underway has no answer any more.
    if (persisted) sending = false;
    flush();
  });
  on('visibilitychange', () => {
    unwatch();
    if (d.hidden) return leave();
    visibleSince = Date.now();
    scan();
    flush();
  });
})();
