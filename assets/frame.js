// The one loop of the page: asks for the newest frame, shows it, asks again. Never more than one request under way, each with a
// time limit; failures back off with jitter. A past moment comes through a callback and is shown the same way.
(() => {
  const wall = (window.wall = window.wall || {});
  const UNKNOWN = 'status 404';
  const SLICE_MS = 6;             // work on the page in one animation frame
  const LONGEST_WAIT_S = 30;
  const FIRST_MS = 15000;         // for a scene that nobody looked at lately: it is drawn before it is answered
  const id = (sessionStorage.wall = sessionStorage.wall || `w${Math.random().toString(36).slice(2, 12)}`);

  /** What the watchdog looks at. shown: performance.now() when the last new version was on the screen; late: how old it was then. */
  wall.seen = {version: 0, shown: performance.now(), late: 0, answered: null, refresh: 5, asOf: null, error: 'start'};

  let etag = null;
  let asked = null;               // the name that `etag` belongs to
  let build = null;
  let live = null;                // the newest live frame
  let failures = 0;
  let timer = 0;
  let busy = null;
  let showing = 0;                // the newest frame put on the screen puts an older one aside

  const name = () => {
    const state = wall.state();
    return [state.scene, state.scope || 'city', state.lang, ...about(wall.subject(state))].join('.');
  };
  /** The subject as a part of the name: a query string in base64url, so that any text fits; nothing where there is none. */
  const about = subject => {
    const text = new URLSearchParams(subject).toString();
    return text ? [btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')] : [];
  };

  async function get(what) {
    const abort = new AbortController();
    busy = abort;
    const limit = setTimeout(() => abort.abort(), asked === what ? Math.max(3000, wall.seen.refresh * 1000) : FIRST_MS);
    try {
      const headers = etag && asked === what ? {'If-None-Match': etag} : {};
      const url = `/frames/${encodeURIComponent(what)}?wall=${id}&seen=${wall.seen.version}`;
      const answer = await fetch(url, {headers, signal: abort.signal, cache: 'no-store', redirect: 'error', credentials: 'same-origin'});
      if (answer.status === 304) return null;
      if (answer.status !== 200) throw new Error(`status ${answer.status}`);
      const frame = await answer.json();
      if (!frame || typeof frame.version !== 'number' || !frame.panels) throw new Error('no frame');
      const date = answer.headers.get('Date');
      if (date) wall.learnServerClock(date);
      else await wall.askServerClock();
      return {frame, etag: answer.headers.get('ETag')};
    } finally {
      clearTimeout(limit);
      busy = null;
    }
  }

  /** Seconds since the wall looked at the frame's moment, by the server's own clock; 0 where it is not known. The moment itself may be
      one of another time: recorded, or running faster. */
  const lateness = frame => {
    const now = wall.serverNow();
    return now === null ? 0 : Math.max(0, (now - frame.true_at) / 1000);
  };

  async function turn() {
    clearTimeout(timer);
    if (busy) return;
    const what = name();
    wall.awaits('frame', asked !== null && what !== asked);
    try {
      const answer = await get(what);
      wall.seen.answered = performance.now();
      failures = 0;
      if (answer && what === name()) await take(answer, what);
      wait(answer ? wall.seen.refresh : wall.seen.refresh / 5);
    } catch (error) {
      failures += 1;
      wall.seen.error = String(error && error.message || error);
      if (wall.seen.error === UNKNOWN) forget();
      const longest = Math.min(LONGEST_WAIT_S, 2 ** (failures - 1) / 2);
      wait(longest * (0.5 + Math.random() / 2));
    }
  }

  /** The server knows no such district, line or corridor: the wall shows the whole city instead of nothing. */
  const forget = () => {
    const state = wall.state();
    const named = ['scope', ...Object.keys(wall.subject(state))].filter(name => state[name]);
    if (named.length) wall.forget(named);
  };

  const wait = seconds => { clearTimeout(timer); timer = setTimeout(turn, Math.max(100, seconds * 1000)); };

  async function take({frame, etag: tag}, what) {
    if (build !== null && frame.build !== build) return wall.reload('build');
    build = frame.build;
    const isNew = live === null || frame.version !== live.version || asked !== what;
    live = frame;
    live.late = lateness(frame);
    live.got = performance.now();
    wall.seen.refresh = frame.refresh_s || 5;
    if (!wall.state().at) await show(live);
    etag = tag;
    asked = what;
    wall.awaits('frame', false);
    if (isNew) Object.assign(wall.seen, {version: frame.version, shown: performance.now(), late: live.late, asOf: frame.as_of, error: ''});
  }

  /** Puts a frame on the screen, in slices that leave the page free to move. */
  async function show(frame) {
    const mine = ++showing;
    const still = frame.mode === 'replay' && !!wall.state().at;
    document.documentElement.dataset.mode = frame.mode;
    wall.setMoment(frame.as_of, still ? 0 : frame.late + (performance.now() - frame.got) / 1000, still ? 0 : frame.speed);
    if (wall.mapFrame) wall.mapFrame(frame);
    let start = performance.now();
    for (const [panel, tree] of Object.entries(frame.panels)) {
      wall.show(`panel-${panel}`, tree);
      if (performance.now() - start > SLICE_MS) {
        await painted();
        if (mine !== showing) return;
        start = performance.now();
      }
    }
    if (wall.shownFrame) wall.shownFrame(frame);
    const first = !wall.current;
    wall.current = frame;
    if (first) wall.tellOpened();
    wall.settle(frame);
    await painted();
    wall.tickAges();
  }
  // a hidden page has no animation frames: do not hang on them
  const painted = () => new Promise(done => (document.hidden ? setTimeout(done, 0) : requestAnimationFrame(done)));

  /** A moment of the past, as the callback gave it. */
  wall.showPast = async frame => {
    frame.got = performance.now();
    frame.late = 0;
    await show(frame);
  };
  /** Epoch ms of the present, as far as the page knows. */
  wall.newest = () => (live ? Date.parse(live.as_of) + (live.late * 1000 + performance.now() - live.got) * live.speed : Infinity);
  /** Back to the present without waiting for the next frame. */
  wall.showLive = () => { if (live) show(live); wall.askNow(); };
  wall.askNow = () => { failures = 0; if (!busy) turn(); };

  // Dash keeps every value that feeds a callback for an undo nobody can do
  const trim = () => {
    const past = window.store && window.store.getState().history;
    if (past && past.past) past.past.length = 0;
  };
  wall.trimHistory = trim;
  setInterval(trim, 60000);

  wall.reload = why => {
    if (wall.reloading) return;
    wall.reloading = why;
    setTimeout(() => location.reload(), Math.random() * (why === 'build' ? 10000 : 0));
  };

  const begin = () => {
    if (window.dash_clientside && window.dash_clientside.set_props && document.querySelector('#wall .scene') && wall.state) turn();
    else setTimeout(begin, 50);
  };
  /** The page was away, asleep or offline: what it waited for then is not worth waiting for. */
  const wake = () => {
    failures = 0;
    if (busy) busy.abort();
    else turn();
  };
  addEventListener('online', wake);
  addEventListener('pageshow', event => { if (event.persisted) wake(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) wake(); });
  begin();
})();
