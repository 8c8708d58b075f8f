import { byId } from './dom.js';
import { startAlarms } from './alarms.js';
import { startCharts } from './charts.js';
import { startExperiments } from './experiments.js';
import { startPayloads } from './payloads.js';
import { startShop } from './shop.js';
import { startTrail } from './trail.js';

/** Puts the tag into the page as a site would, with the key that the gateway gives the demo. */
async function loadTag() {
  const answer = await fetch('/page/config.json');
  if (!answer.ok) throw new Error('this gateway has no demo');
  const { key, site } = await answer.json();
  const tag = document.createElement('script');
  tag.src = '/nextclick.js';
  Object.assign(tag.dataset, { key, consent: 'granted' });
  if (site) tag.dataset.site = site;
  return new Promise((loaded, failed) => {
    tag.onload = loaded;
    tag.onerror = () => failed(new Error('the tag did not load'));
    document.head.append(tag);
  });
}

function consentSwitch() {
  const button = byId('consent');
  button.addEventListener('click', () => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', on);
    window.nextclick('consent', { storage: on });
  });
}

try {
  await loadTag();
  consentSwitch();
  startTrail();
  await startShop();
  startPayloads();
  startCharts();
  startAlarms();
  startExperiments();
} catch (problem) {
  byId('health').lastElementChild.textContent = problem.message;
}
