// A tap on the contour of a corridor opens the segment there. The picture is a few paths, so the segment is found by its height.
(() => {
  const wall = (window.wall = window.wall || {});

  /** The segment at a share of the height from the top. `edges`: "share id;...", where each segment begins, the first one lowest. */
  const under = (edges, share) => {
    const begins = edges.split(';').map(edge => [parseFloat(edge), edge.slice(edge.indexOf(' ') + 1)]);
    return begins.reduce((found, [top, id]) => (share <= top ? id : found), '');
  };

  document.addEventListener('click', event => {
    const picture = event.target.closest && event.target.closest('[data-edges]');
    if (!picture) return;
    const box = picture.getBoundingClientRect();
    const segment = under(picture.dataset.edges, (event.clientY - box.top) / box.height);
    if (segment) wall.go({segment});
  });
})();
