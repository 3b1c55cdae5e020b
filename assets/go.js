// The state of the screen is the URL. A gesture is an element with data-go="key=value&key=": its keys are merged into the query,
// an empty value takes the key out. Server callbacks hear of what concerns them through two small stores.
(() => {
  const wall = (window.wall = window.wall || {});
  const OPENED = ['card', 'vehicle', 'segment', 'row'];      // the drawer shows one thing at a time
  const PAGE = ['scene', 'lang'];                            // a change of these is another page
  const EVERYWHERE = ['scene', 'lang', 'scope', 'at', 'layers', 'theme', 'distance', 'height'];   // what another scene takes over
  const FRAMES = 60;                                         // that a drawer may take to be drawn
  const told = {};                                           // store -> what it was last told
  let tapped = '';                                           // what the last gesture was on, in words

  const query = () => Object.fromEntries(new URLSearchParams(location.search));

  /** What the URL says, as far as it can be meant: the page knows which scene it is, a moment must be one. */
  wall.state = () => {
    const {at, ...asked} = query();
    const root = document.getElementById('wall');
    const scene = (root && root.dataset.scene) || asked.scene || 'overview';
    return {...asked, ...(Number.isFinite(Date.parse(at)) ? {at} : {}), scene, lang: asked.lang === 'en' ? 'en' : 'zh'};
  };

  /** Takes keys that name nothing out of the URL; the page shows what it shows without them. */
  wall.forget = names => {
    const asked = query();
    for (const name of names) delete asked[name];
    const text = new URLSearchParams(asked).toString();
    history.replaceState(null, '', location.pathname + (text ? `?${text}` : ''));
    follow();
  };

  /** An address that names no line gets the one that the scene opened with, so that it does not become another while somebody looks. */
  wall.settle = ({scene, settled}) => {
    const state = wall.state();
    const names = Object.keys(settled || {});
    if (!names.length || scene !== state.scene || names.some(name => state[name])) return;
    history.replaceState(null, '', `${location.pathname}?${new URLSearchParams({...query(), scene, ...settled})}`);
    follow();
  };

  /** What the scene is about: those of its parameters that the URL names. */
  wall.subject = state => {
    const root = document.getElementById('wall');
    const names = ((root && root.dataset.parameters) || '').split(' ').filter(name => state[name]);
    return Object.fromEntries(names.map(name => [name, state[name]]));
  };

  /** Merges keys into the URL and lets everything that depends on them follow; `name` is what was tapped, in words. */
  wall.go = (keys, name) => {
    tapped = name || '';
    const before = query();
    const after = {...before, ...keys};
    if ((after.scene || '') !== (before.scene || '')) for (const key of Object.keys(before)) if (!EVERYWHERE.includes(key) && !(key in keys)) delete after[key];
    if (OPENED.some(key => keys[key])) for (const key of [...OPENED, 'steps']) if (!keys[key]) delete after[key];
    for (const key of Object.keys(after)) if (after[key] === '' || after[key] === null) delete after[key];
    const text = new URLSearchParams(after).toString();
    if (text === new URLSearchParams(before).toString()) return;
    const url = location.pathname + (text ? `?${text}` : '');
    if (PAGE.some(key => (after[key] || '') !== (before[key] || ''))) { location.assign(url); return; }
    history.pushState(null, '', url);
    follow();
  };

  function follow() {
    const state = wall.state();
    const root = document.documentElement;
    root.lang = state.lang === 'zh' ? 'zh-CN' : 'en';
    if (state.theme) root.dataset.theme = state.theme;
    else delete root.dataset.theme;
    scale(root, state);
    if (wall.layersFollow) wall.layersFollow(state);
    if (wall.mapFollow) wall.mapFollow(state);
    if (wall.pastFollow) wall.pastFollow(state);
    const about = JSON.stringify([state.scope || '', wall.subject(state)]);
    if (told.about !== undefined && told.about !== about) wall.askNow();
    told.about = about;
    giveBack(OPENED.some(key => state[key]));
    wall.tellOpened();
  }

  /** Type large enough from `distance` metres: capitals of distance/250, on a screen `height` metres high (2.7 where not said). */
  function scale(root, {distance, height}) {
    const far = Number(distance);
    if (!(far > 0)) { root.style.removeProperty('--scale'); return; }
    const capital = far / 250 / (Number(height) || 2.7);      // as a share of the screen's height
    const smallest = 0.9 * 0.7 / 67.5;                        // of the smallest type now
    root.style.setProperty('--scale', String(Math.min(1.8, Math.max(1, capital / smallest))));
  }

  const tell = (store, data) => {
    const text = JSON.stringify(data);
    if ((told[store] || '{}') === text || !document.getElementById('wall') || !window.dash_clientside || !window.dash_clientside.set_props) return;
    told[store] = text;
    window.dash_clientside.set_props(store, {data});
  };
  wall.tell = tell;

  /** What the drawer shows and of which moment; told again while it is open, so that it does not grow old. */
  wall.tellOpened = again => {
    if (again && document.querySelector('#detail .failed')) told.tries = (told.tries || 0) + 1;   // a past moment alone would be no news
    const {scene, lang, scope, at, card, vehicle, segment, row, steps} = wall.state();
    const open = card || vehicle || segment || row;
    const frame = wall.current;
    if (open && !frame) return;     // told with the first frame: an answer belongs to a moment
    const moment = at || (frame && frame.mode === 'replay' ? frame.as_of : undefined);
    const seen = open ? told.seenAt : undefined;
    if (open && (again || !seen)) told.seenAt = frame ? frame.as_of : undefined;
    if (!open) delete told.seenAt;
    const what = open ? JSON.stringify([card, vehicle, segment, row, steps]) : '';
    if (what !== told.what) wall.opening(what && {card, vehicle, segment, row, name: tapped});
    told.what = what;
    tell('state', open ? {scene, lang, scope, subject: wall.subject(wall.state()), card, vehicle, segment, row, steps, at: moment && (at || told.seenAt), now: told.seenAt, tries: told.tries} : {});
  };

  let opener = null;              // what opened the drawer, and what it led to: the keyboard goes back there
  let byKey = false;
  let wasOpen = false;

  const gesture = wall.gesture = (element, key) => {
    const led = wall.leads(element);
    if (!element.closest('#detail')) opener = {element, led};
    byKey = key;
    wall.go(Object.fromEntries(new URLSearchParams(led)), wall.named(element));
  };

  /** The drawer has gone: whoever works with keys stands where they were, at the same row wherever it is now. */
  function giveBack(open) {
    if (wasOpen && !open && opener) {
      const back = wall.sameAs(opener.element, opener.led);
      if (back) wall.focusOn(back);
      opener = null;
      byKey = false;
    }
    wasOpen = open;
  }

  /** The drawer has come or changed by a key: its first control gets the focus, unless one in it keeps it. React draws it when it
      finds time, so this looks again in the next frames; who went elsewhere by then is left there. */
  wall.drawerShown = (frames = FRAMES) => {
    const drawer = document.getElementById('detail');
    const here = document.activeElement;
    const before = opener && opener.element;
    if (!byKey || !drawer || !frames) return;
    const first = drawer.querySelector('.crumbs .step, .shut');
    if (first && (here === document.body || here === before)) first.focus({preventScroll: true});
    else requestAnimationFrame(() => wall.drawerShown(frames - 1));
  };

  // in the capture phase: the map keeps clicks on its markers to itself
  document.addEventListener('click', event => {
    const element = event.target.closest && event.target.closest('[data-go]');
    if (element && !element.disabled) gesture(element, event.detail === 0);   // a click of a key counts none
  }, true);

  document.addEventListener('keydown', event => {
    const element = event.target;
    const native = /^(BUTTON|A|INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
    if ((event.key === 'Enter' || event.key === ' ') && !native && element.dataset && element.dataset.go !== undefined) {
      event.preventDefault();
      gesture(element, true);
    }
    if (event.key === 'Escape') close();
  });

  /** Escape goes one step back: a step in the drawer, the drawer, then the district. */
  function close() {
    const state = wall.state();
    if (state.steps && OPENED.some(key => state[key])) wall.go({steps: state.steps.split('/').slice(0, -1).join('/')});
    else if (OPENED.some(key => state[key])) wall.go(Object.fromEntries(OPENED.map(key => [key, ''])));
    else if (state.scope) wall.go({scope: ''});
  }

  addEventListener('popstate', () => {
    tapped = '';
    const state = wall.state();
    const shown = wall.current;
    const {scene} = query();
    if (shown && ((scene && shown.scene !== scene) || shown.lang !== state.lang)) location.reload();
    else follow();
  });

  setInterval(() => wall.tellOpened(true), 15000);

  const begin = () => {
    if (window.dash_clientside && window.dash_clientside.set_props && document.querySelector('#wall .scene')) follow();
    else setTimeout(begin, 50);
  };
  document.documentElement.lang = wall.state().lang === 'zh' ? 'zh-CN' : 'en';
  begin();
})();
