// What is long in coming is said to be on its way: data-late on the page, a while after it was asked for, until nothing is awaited.
(() => {
  const wall = (window.wall = window.wall || {});
  const GLANCE_MS = 300;
  const awaited = new Set();
  let timer = 0;

  /** kind: frame or moment; on: whether one is awaited now. data-awaited names them. */
  wall.awaits = (kind, on) => {
    const root = document.documentElement;
    awaited[on ? 'add' : 'delete'](kind);
    root.dataset.awaited = [...awaited].join(' ');
    if (awaited.size === 0) {
      clearTimeout(timer);
      timer = 0;
      delete root.dataset.late;
    } else if (!timer) timer = setTimeout(() => { root.dataset.late = 'true'; }, GLANCE_MS);
  };
})();
