// The time bar: press or drag on the track to look at that moment; the newest end is the present. Arrow keys step five minutes.
(() => {
  const wall = (window.wall = window.wall || {});
  const NOW_MS = 45000;           // nearer to the end than this means: now
  const STEP_MS = 5 * 60000;
  let held = null;                // the track under the finger

  const iso = ms => `${new Date(ms).toISOString().slice(0, 19)}Z`;

  /** The moment under the pointer, as {ms, live}. */
  function under(track, x) {
    const box = track.getBoundingClientRect();
    const from = Date.parse(track.dataset.from);
    const to = Date.parse(track.dataset.to);
    const until = Date.parse(track.dataset.until || track.dataset.to);
    const ms = Math.min(from + Math.min(1, Math.max(0, (x - box.left) / box.width)) * (to - from), until);
    return {ms, live: until < to && ms > until - NOW_MS};
  }

  function follow(track, x) {
    const handle = track.querySelector('.handle');
    if (!handle) return;
    const box = track.getBoundingClientRect();
    const offset = Math.min(box.width, Math.max(0, x - box.left)) - (parseFloat(handle.style.left) / 100) * box.width;
    handle.style.translate = `${offset}px 0`;       // React owns `left`
  }

  const release = () => {
    if (held) for (const handle of held.querySelectorAll('.handle')) handle.style.translate = '';
    held = null;
  };

  document.addEventListener('pointerdown', event => {
    const track = event.target.closest && event.target.closest('.track');
    if (!track || event.button) return;
    held = track;
    track.setPointerCapture(event.pointerId);
    follow(track, event.clientX);
  });
  document.addEventListener('pointermove', event => { if (held) follow(held, event.clientX); });
  document.addEventListener('pointerup', event => {
    if (!held) return;
    const {ms, live} = under(held, event.clientX);
    release();
    wall.go({at: live ? '' : iso(ms)});
  });
  document.addEventListener('pointercancel', release);

  document.addEventListener('keydown', event => {
    const step = {ArrowLeft: -STEP_MS, ArrowRight: STEP_MS}[event.key];
    const free = document.activeElement === document.body || document.activeElement.closest('.time-box');
    if (!step || !free || event.altKey || event.ctrlKey || event.metaKey) return;
    const {at} = wall.state();
    const now = at ? Date.parse(at) : wall.moment();
    if (now === null || (!at && step > 0)) return;
    const newest = wall.newest ? wall.newest() : Infinity;
    wall.go({at: now + step > newest - NOW_MS ? '' : iso(now + step)});
  });
})();
