// A tap on the contour of a corridor opens the segment there as it was then, and the wall with it: the newest end is the present.
// The picture is a few paths, so the segment is found by the height, the moment by the width of where it was touched.
(() => {
  const wall = (window.wall = window.wall || {});

  /** The segment at a share of the height from the top. `edges`: "share id;...", where each segment begins, the first one lowest. */
  const under = (edges, share) => {
    const begins = edges.split(';').map(edge => [parseFloat(edge), edge.slice(edge.indexOf(' ') + 1)]);
    return begins.reduce((found, [top, id]) => (share <= top ? id : found), '');
  };

  const STEP_MS = 5 * 60000;

  /** The end of the five minutes at a share of the width; '' for the present. */
  const then = ({from, to}, share) => {
    const begin = Date.parse(from);
    const end = begin + (Math.floor((share * (Date.parse(to) - begin)) / STEP_MS) + 1) * STEP_MS;
    return end > (wall.newest ? wall.newest() : Infinity) ? '' : `${new Date(end).toISOString().slice(0, 19)}Z`;
  };

  document.addEventListener('click', event => {
    const picture = event.target.closest && event.target.closest('[data-edges]');
    if (!picture) return;
    const box = picture.getBoundingClientRect();
    const segment = under(picture.dataset.edges, (event.clientY - box.top) / box.height);
    if (segment) wall.go({segment, at: then(picture.dataset, (event.clientX - box.left) / box.width)});
  });
})();
