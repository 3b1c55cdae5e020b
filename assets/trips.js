// Trips of the time-space diagram. A tap opens the one that was driven nearest to it: lines of a busy line lie closer than a finger is
// wide, so it is not left to which of them lies on top. With keys the diagram is one stop; arrows go from trip to trip, Enter opens one.
(() => {
  const wall = (window.wall = window.wall || {});
  const SIZE = 1000;              // of the picture, see layouts/panels/timespace.py
  const NEAR = {fine: 12, coarse: 24};   // px
  const STEPS = {ArrowLeft: 1, ArrowUp: 1, ArrowRight: -1, ArrowDown: -1, Home: Infinity, End: -Infinity};   // the newest stands first

  const points = path => path.getAttribute('d').slice(1).split('L').map(pair => pair.split(' ').map(Number));

  /** Px from a place to a line through points. */
  const distance = ([x, y], line) => {
    let least = Infinity;
    line.forEach(([ax, ay], i) => {
      const [bx, by] = line[Math.min(i + 1, line.length - 1)];
      const [dx, dy] = [bx - ax, by - ay];
      const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, Math.hypot(x - ax - along * dx, y - ay - along * dy));
    });
    return least;
  };

  document.addEventListener('click', event => {
    const picture = event.target.closest && event.target.closest('.trips');
    if (!picture) return;
    const {left, top, width, height} = picture.getBoundingClientRect();
    const place = [event.clientX - left, event.clientY - top];
    const far = path => distance(place, points(path).map(([x, y]) => [x / SIZE * width, y / SIZE * height]));
    const [nearest, least] = [...picture.children].map(path => [path, far(path)]).reduce((a, b) => (b[1] < a[1] ? b : a), [null, Infinity]);
    if (least > NEAR[matchMedia('(pointer: coarse)').matches ? 'coarse' : 'fine']) return;
    wall.gesture(nearest, false);
  });

  document.addEventListener('keydown', event => {
    const reach = event.target.closest && event.target.closest('.reach');
    if (!reach) return;
    const trips = [...reach.querySelectorAll('.trip')].filter(path => path.getAttribute('d'));
    const here = trips.indexOf(event.target);
    const step = STEPS[event.key];
    if (here >= 0 && (event.key === 'Enter' || event.key === ' ')) wall.gesture(event.target, true);
    else if (step && trips.length) wall.focusOn(trips[here < 0 ? 0 : Math.min(trips.length - 1, Math.max(0, here + step))]);
    else return;
    event.preventDefault();
  });

  /** The trip that is pointed at, or that the keyboard stands on, is told by its name. */
  const tell = event => {
    const trip = event.target.closest && event.target.closest('.trip');
    for (const told of document.querySelectorAll('.reach .told')) told.textContent = trip ? trip.getAttribute('aria-label') : '';
  };
  for (const kind of ['focusin', 'focusout', 'mouseover']) document.addEventListener(kind, tell);
})();
