// A past moment: the URL says `at`, a callback draws it, the same code shows it. Answers that are no longer asked for are dropped.
(() => {
  const wall = (window.wall = window.wall || {});
  const PATIENCE_MS = 15000;
  const AGAIN_MS = 3000;          // until a drawer or moment that was not answered is asked for once more
  let waiting = 0;
  let later = 0;
  let tries = 0;                  // answers to what is asked for
  let asked = '';

  wall.pastFailed = false;

  const sorted = subject => Object.entries(subject || {}).sort();
  const key = ({scene, lang, scope, at, subject}) => JSON.stringify([scene, lang, scope || '', at || '', sorted(subject)]);

  wall.pastFollow = state => {
    const subject = wall.subject(state);
    const wanted = state.at ? key({...state, subject}) : '';
    if (wanted === asked) return;
    const wasPast = asked !== '';
    asked = wanted;
    tries = 0;
    clearTimeout(waiting);
    wall.pastFailed = false;
    if (wanted) {
      wall.awaits('moment', true);
      waiting = setTimeout(() => { wall.pastFailed = true; }, PATIENCE_MS);
      ask();
    } else {
      wall.awaits('moment', false);
      wall.tell('moment', {});
      if (wasPast) wall.showLive();
    }
  };

  function ask() {
    const state = wall.state();
    const {scene, lang, scope, at} = state;
    wall.tell('moment', {scene, lang, scope: scope || '', at, subject: wall.subject(state), tries: tries || undefined});
  }

  /** Called by Dash with what the callback answered: {asked, frame} or {asked, error}. */
  const arrive = answer => {
    if (!answer || key(answer.asked) !== asked) return;
    clearTimeout(waiting);
    wall.awaits('moment', false);
    wall.pastFailed = !answer.frame;
    tries += 1;
    if (!answer.frame) waiting = setTimeout(ask, AGAIN_MS);
    else wall.showPast(answer.frame).then(() => { wall.trimHistory(); wall.tellOpened(true); });
  };

  /** The drawer, drawn by a callback, changed in place like every panel. */
  const drawer = tree => {
    wall.opened();
    wall.show('detail', tree);
    wall.tickAges();
    if (tree) wall.drawerShown();
    clearTimeout(later);
    if (tree && tree.props.className.includes('failed')) later = setTimeout(() => wall.tellOpened(true), AGAIN_MS);
  };

  window.dash_clientside = Object.assign(window.dash_clientside || {}, {wall: {arrive, drawer}});
})();
