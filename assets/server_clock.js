// The server's clock as the page knows it: from Date headers and the monotonic clock, never from the browser's own calendar.
// A Date header is cut to the second and some time on its way, so each one is a lower bound and the highest is the best.
(() => {
  const wall = (window.wall = window.wall || {});
  const AGAIN_MS = 600000;        // the server's clock may be set: what was learnt is forgotten after this
  let offset = null;              // epoch ms = offset + performance.now()
  let learnt = 0;
  let tried = -60000;

  wall.learnServerClock = date => {
    const said = Date.parse(date || '');
    if (!Number.isFinite(said)) return;
    const now = performance.now();
    if (offset === null || now - learnt > AGAIN_MS) { offset = said - now; learnt = now; }
    offset = Math.max(offset, said - now);
  };

  /** Epoch ms by the server's clock, null while it is not known. */
  wall.serverNow = () => (offset === null ? null : offset + performance.now());

  /** Asks for the time where frames come without a Date header; seldom, and never longer than two seconds. */
  wall.askServerClock = async () => {
    const now = performance.now();
    if (now - tried < 60000 || (offset !== null && now - learnt < AGAIN_MS)) return;
    tried = now;
    const abort = new AbortController();
    const limit = setTimeout(() => abort.abort(), 2000);
    try {
      const answer = await fetch('/healthz', {cache: 'no-store', redirect: 'error', signal: abort.signal});
      wall.learnServerClock(answer.headers.get('Date'));
    } catch { /* ages then start with the frame */ } finally { clearTimeout(limit); }
  };
})();
