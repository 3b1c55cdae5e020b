// The legend is the layer switch: layers=roads,marks in the URL names what is on, without it all that the scene's map shows; the map
// follows.
(() => {
  const wall = (window.wall = window.wall || {});
  const ALL = ['roads', 'vehicles', 'works', 'marks'];

  /** The layers that the scene's map has. */
  const had = () => {
    const place = document.querySelector('.panel-map');
    return place && place.dataset.layers ? place.dataset.layers.split(' ') : ALL;
  };

  /** Which layers are on: {roads, vehicles, works, marks}. `layers` in the URL names those that are on; without it all that there are. */
  wall.layersOn = state => {
    const there = had();
    const named = state.layers === undefined ? there : state.layers.split(',');
    return Object.fromEntries(ALL.map(layer => [layer, named.includes(layer) && there.includes(layer)]));
  };

  const paint = on => {
    for (const element of document.querySelectorAll('[data-layer]')) {
      element.setAttribute('aria-pressed', String(on[element.dataset.layer] !== false));
    }
  };

  wall.layersFollow = state => {
    const on = wall.layersOn(state);
    paint(on);
    if (wall.mapLayers) wall.mapLayers(on);
  };
  wall.shownFrame = () => {
    paint(wall.layersOn(wall.state()));   // a frame may have drawn the legend anew
    if (wall.marksTurn) wall.marksTurn();
  };

  document.addEventListener('click', event => {
    const element = event.target.closest && event.target.closest('[data-layer]');
    if (!element) return;
    const on = wall.layersOn(wall.state());
    on[element.dataset.layer] = !on[element.dataset.layer];
    const named = ALL.filter(layer => on[layer]);
    wall.go({layers: named.length === had().length ? '' : named.join(',') || 'none'});
  }, true);
})();
