// Lists show as many rows as they have room for, the map the marks within it; what lies beyond is not for the keyboard, or the browser
// would scroll to it where nothing scrolls back. It is out of reach only while Tab moves on: a moment later it may be in sight.
(() => {
  const LISTS = '.panel .rows, .panel .items, .panel .lines';

  const beyond = (box, part) => part.left >= box.right - 1 || part.right <= box.left + 1 || part.top >= box.bottom - 1 || part.bottom <= box.top + 1;
  const among = (holder, parts) => {
    const box = holder.getBoundingClientRect();
    return [...parts].filter(part => beyond(box, part.getBoundingClientRect()));
  };
  const cuts = list => getComputedStyle(list).overflowX !== 'visible';

  document.addEventListener('keydown', event => {
    if (event.key !== 'Tab') return;
    const rows = [...document.querySelectorAll(LISTS)].filter(cuts).flatMap(list => among(list, list.children));
    const marks = [...document.querySelectorAll('.leaflet-container')].flatMap(map => among(map, map.querySelectorAll('.leaflet-marker-icon')));
    const unseen = [...rows, ...marks];
    for (const part of unseen) part.inert = true;
    setTimeout(() => { for (const part of unseen) part.inert = false; });
  }, true);
})();
