// Says in letters for the back row when the wall has stopped showing what is new. It shares nothing with the loop but the stamp
// `wall.seen`, runs on the monotonic clock, and makes its own banner where the page never came up.
(() => {
  const wall = (window.wall = window.wall || {});
  const RELOAD_S = 60;
  const LONGEST_RELOAD_S = 600;
  const BEING_DRAWN = 'status 503';
  const WORDS = {
    zh: {gone: '服务器无应答', frozen: '数据停止更新', past: '取不到这一时刻的画面', late: s => `最近画面 ${s} 前`, title: '画面已停止更新', none: '尚未取得画面', drawing: '服务器正在绘制', waited: s => `已等待 ${s}`},
    en: {gone: 'the server does not answer', frozen: 'the data stand still', past: 'that moment cannot be shown', late: s => `last picture ${s} ago`,
      title: 'This screen has stopped updating', none: 'No picture yet', drawing: 'the server is drawing it',
      waited: s => `waiting for ${s}`},
  };
  const started = performance.now();
  const tries = Number(sessionStorage.wallReloads || 0);
  const patience = Math.min(LONGEST_RELOAD_S, RELOAD_S * 2 ** tries) * (1 + Math.random() / 5);

  const language = () => ((document.documentElement.lang || new URLSearchParams(location.search).get('lang') || 'zh').startsWith('zh') ? 'zh' : 'en');
  const span = seconds => {
    const [s, m, h] = language() === 'zh' ? ['秒', '分', '时'] : ['s', 'min', 'h'];
    const whole = Math.floor(seconds);
    return whole < 90 ? `${whole} ${s}` : whole < 5400 ? `${Math.floor(whole / 60)} ${m}` : `${Math.floor(whole / 3600)} ${h}`;
  };

  function banner() {
    const there = document.getElementById('blind');
    if (there) return there;
    const made = document.createElement('div');
    made.className = 'blind';
    made.id = 'blind';
    made.setAttribute('role', 'alert');
    for (const name of ['shape', 'word', 'why']) made.appendChild(document.createElement('span')).className = name;
    document.body.appendChild(made);
    return made;
  }

  /** What is wrong, '' when nothing is. */
  function verdict(now) {
    const seen = wall.seen || {version: 0, shown: started, late: 0, answered: null, refresh: 5};
    const limit = 2 * seen.refresh + 1;
    const age = (now - seen.shown) / 1000 + seen.late;
    const words = WORDS[language()];
    if (age > limit) {
      const silent = seen.answered === null || (now - seen.answered) / 1000 > limit;
      if (!seen.version) return {age, title: words.none, why: `${seen.error === BEING_DRAWN ? words.drawing : words.gone} · ${words.waited(span(age))}`};
      return {age, title: words.title, why: `${silent ? words.gone : words.frozen} · ${words.late(span(age))}`};
    }
    return {age: 0, title: words.title, why: wall.pastFailed ? words.past : ''};
  }

  function look() {
    const now = performance.now();
    const {age, title, why} = verdict(now);
    const root = document.documentElement;
    if (why) {
      const shown = banner();
      shown.hidden = false;
      const word = shown.querySelector('.word');
      if (word.textContent !== title) word.textContent = title;
      shown.querySelector('.why').textContent = why;
      root.dataset.blind = 'true';
    } else if (root.dataset.blind === 'true') {
      delete root.dataset.blind;
      const shown = document.getElementById('blind');
      if (shown) shown.hidden = true;
    }
    if (!why && now - started > 10000) sessionStorage.wallReloads = '0';
    if (age > patience && (now - started) / 1000 > patience && !wall.reloading) {
      wall.reloading = 'blind';
      sessionStorage.wallReloads = String(tries + 1);
      // a reload while the server is away would lose the last picture: only a page that would come up is worth it
      fetch(location.href, {cache: 'no-store', redirect: 'error'})
        .then(answer => (answer.ok ? answer.text() : ''))
        .then(text => { if (!text.includes('react-entry-point')) throw new Error('no page'); location.reload(); })
        .catch(() => setTimeout(() => { wall.reloading = null; }, 30000));
    }
  }
  setInterval(look, 250);
})();
