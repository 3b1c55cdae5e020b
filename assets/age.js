// Time on the screen: ages and the clock go on counting between frames. Everything is measured from the server's stamps and the
// monotonic clock of the browser; the browser's own calendar may be a day off and nothing on the wall changes.
(() => {
  const wall = (window.wall = window.wall || {});
  const UNITS = {zh: ['秒', '分', '时', '天'], en: ['s', 'min', 'h', 'd']};
  let asOf = null;        // epoch ms of the moment shown, at `since`
  let since = 0;          // performance.now() then
  let speed = 1;          // ms of the moment in one of the browser's; 0: a past moment stands still

  wall.language = () => (document.documentElement.lang || 'zh').startsWith('zh') ? 'zh' : 'en';

  /** The moment the wall shows: `iso` was true `late` seconds before now; it goes on so fast. */
  wall.setMoment = (iso, late, faster) => {
    asOf = Date.parse(iso) + late * 1000 * faster;
    since = performance.now();
    speed = faster;
    wall.tickAges();
  };

  /** Epoch ms of the moment shown, null before the first frame. */
  wall.moment = () => (asOf === null ? null : asOf + (performance.now() - since) * speed);

  /** `8 秒` `3 分` `26 时` `3 天`; the same form as layouts/figures.py. */
  wall.age = (seconds, lang) => {
    const [second, minute, hour, day] = UNITS[lang];
    const whole = Math.max(0, Math.floor(seconds));
    if (whole < 90) return `${whole} ${second}`;
    if (whole < 5400) return `${Math.floor(whole / 60)} ${minute}`;
    if (whole < 172800) return `${Math.floor(whole / 3600)} ${hour}`;
    return `${Math.floor(whole / 86400)} ${day}`;
  };
  wall.ago = (seconds, lang) => (lang === 'zh' ? `${wall.age(seconds, lang)}前` : `${wall.age(seconds, lang)} ago`);

  // Writes into the text node that is there: React keeps its own and is not disturbed.
  const say = (element, text) => {
    if (element.textContent === text) return;
    if (element.firstChild && element.firstChild.nodeType === Node.TEXT_NODE) element.firstChild.nodeValue = text;
    else element.textContent = text;
  };

  wall.tickAges = () => {
    const now = wall.moment();
    if (now === null) return;
    const lang = wall.language();
    for (const element of document.querySelectorAll('[data-age]')) {
      const seconds = (now - Date.parse(element.dataset.age)) / 1000;
      if (Number.isFinite(seconds)) say(element, element.dataset.ageForm === 'short' ? wall.age(seconds, lang) : wall.ago(seconds, lang));
    }
    for (const element of document.querySelectorAll('[data-clock]')) {
      const at = new Date(now + Number(element.dataset.offsetMin || 0) * 60000);
      say(element, at.toISOString().slice(11, 19));
    }
  };
  setInterval(wall.tickAges, 1000);
})();
