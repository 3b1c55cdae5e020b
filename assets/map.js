// The map: Leaflet moves it, a worker paints it. The page itself only forwards views and gestures.
(() => {
  const wall = (window.wall = window.wall || {});
  const PAD = 0.1;                // painted beyond the edges, so that a drag shows no bare rim
  const FILES = ['map-worker-ground.js', 'map-worker-fleet.js', 'map-worker-dots.js', 'map-worker.js'];
  const COLOURS = {sea: '--sea', land: '--land', shore: '--shore', road: '--road', grade2: '--grade-2', grade3: '--grade-3', grade4: '--grade-4',
    bus: '--bus', late: '--bus-late', silent: '--bus-silent', accent: '--accent'};

  let map = null;
  let painter = null;             // {send(message, transfer)}
  let canvases = [];
  let seq = 0;
  let sent = null;                // the view that was sent last: {seq, zoom, centre, corner}
  let home = null;
  const answers = new Map();
  let asked = 0;

  /** Called by dash-leaflet when the map is there. */
  wall.attach = (event, context) => {
    if (map === context.map) return;
    map = wall.map = context.map;
    home = {centre: map.getCenter(), zoom: map.getZoom()};
    canvases = ['ground', 'dots'].map(canvas);
    employ().then(made => {
      painter = made;
      sendView();
      follow();
      if (wall.current) wall.mapFrame(wall.current);
    });
    map.on('moveend resize', sendView);
    map.on('viewreset zoom', () => transform(map.getCenter(), map.getZoom()));
    map.on('zoomanim', ({center, zoom}) => transform(center, zoom));
    new ResizeObserver(() => map.invalidateSize({animate: false})).observe(map.getContainer());
    wall.mapMarks(map, hit);
    map.attributionControl && map.attributionControl.remove();
  };

  function canvas(name) {
    const pane = map.createPane(name);
    pane.style.zIndex = name === 'ground' ? 250 : 450;
    pane.style.pointerEvents = 'none';
    const made = document.createElement('canvas');
    made.className = 'leaflet-zoom-animated';
    made.style.transformOrigin = '0 0';
    return pane.appendChild(made);
  }

  /** A worker with the two canvases, or the same painter in the page. */
  async function employ() {
    const [ground, dots] = canvases;
    const colours = palette();
    if (typeof Worker === 'function' && ground.transferControlToOffscreen) {
      const worker = new Worker('/assets/map-worker.js');
      worker.onmessage = event => hear(event.data);
      const [a, b] = [ground.transferControlToOffscreen(), dots.transferControlToOffscreen()];
      worker.postMessage({type: 'start', ground: a, dots: b, colours}, [a, b]);
      return {send: message => worker.postMessage(message)};
    }
    for (const file of FILES) await script(`/assets/${file}`);
    const own = window.wallPainter(hear);
    own.receive({type: 'start', ground, dots, colours});
    return {send: message => own.receive(message)};
  }

  const script = source => new Promise((done, failed) => {
    const element = document.createElement('script');
    Object.assign(element, {src: source, onload: done, onerror: failed});
    document.head.appendChild(element);
  });

  function palette() {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(Object.entries(COLOURS).map(([name, token]) => [name, style.getPropertyValue(token).trim()]));
  }

  function sendView() {
    if (!painter) return;
    const L = window.L;
    const size = map.getSize();
    const pad = size.multiplyBy(PAD).round();
    const corner = map.containerPointToLayerPoint(L.point(0, 0).subtract(pad)).round();
    const world = corner.add(map.getPixelOrigin());
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    seq += 1;
    sent = {seq, zoom: map.getZoom(), corner, size: size.add(pad.multiplyBy(2)), world};
    painter.send({type: 'view', seq, zoom: sent.zoom, x: world.x, y: world.y, width: sent.size.x, height: sent.size.y, dpr: window.devicePixelRatio || 1, rem});
  }

  let drawn = null;               // the view that the canvases hold

  /** The canvases hold an older view while the map is at another: move and stretch them there. */
  function transform(centre, zoom) {
    if (!drawn) return;
    const L = window.L;
    const scale = map.getZoomScale(zoom, drawn.zoom);
    const pane = L.DomUtil.getPosition(map.getPanes().mapPane) || L.point(0, 0);
    const origin = map.project(centre, zoom).subtract(map.getSize().divideBy(2)).add(pane).round();
    const corner = drawn.world.multiplyBy(scale).subtract(origin);
    for (const element of canvases) L.DomUtil.setTransform(element, corner, scale);
  }

  function place(view) {
    if (!sent || view !== sent.seq) return;
    drawn = sent;
    for (const element of canvases) {
      element.style.width = `${drawn.size.x}px`;
      element.style.height = `${drawn.size.y}px`;
      window.L.DomUtil.setTransform(element, drawn.corner, 1);
    }
  }

  function hear(message) {
    if (message.type === 'viewed') place(message.seq);
    if (message.type === 'chosen') bring(message.box);
    if (message.type === 'hit' || message.type === 'count') {
      const done = answers.get(message.id) || answers.get(message.type);
      answers.delete(message.id);
      if (done) done(message);
    }
    if (message.type === 'failed') { for (const what of Object.keys(wanted)) if (what === message.what) delete wanted[what]; }
  }

  /** What is at a point of the map's container; resolves to {kind, key, ...}. */
  function hit(point, reach) {
    if (!painter || !sent) return Promise.resolve({kind: ''});
    const at = map.containerPointToLayerPoint(point).subtract(sent.corner);
    asked += 1;
    const id = asked;
    return new Promise(done => {
      answers.set(id, done);
      painter.send({type: 'hit', id, x: at.x, y: at.y, reach});
    });
  }
  wall.hit = (x, y, reach = 12) => hit(window.L.point(x, y), reach);
  /** Frames that the painter drew since it was asked last. */
  wall.paintCount = () => new Promise(done => { answers.set('count', done); painter.send({type: 'count'}); });

  const wanted = {};              // layer -> etag that was asked for

  /** A frame says which layers are new. */
  wall.mapFrame = frame => {
    wall.marksFrame(frame);
    if (!painter) return;
    if (frame.binary) {
      delete wanted.vehicles;
      delete wanted.roads;
      painter.send({type: 'past', vehicles: frame.binary.vehicles, roads: frame.binary.roads});
    }
    for (const [what, etag] of Object.entries(frame.layers || {})) {
      if (wanted[what] === etag || (frame.binary && (what === 'vehicles' || what === 'roads'))) continue;
      wanted[what] = etag;
      painter.send({type: 'load', what, etag});
    }
  };

  function follow() {
    const state = wall.state();
    if (!painter) return;
    painter.send({type: 'look', colours: palette(), on: wall.layersOn(state), scope: state.scope || '', chosen: {vehicle: state.vehicle || '', segment: state.segment || ''}});
  }
  wall.mapFollow = () => { follow(); fit(); };
  wall.mapLayers = on => { if (wall.marksShown) wall.marksShown(on); };

  /** What was chosen in a list is brought into view; what can be seen already stays where it is. */
  function bring([west, south, east, north]) {
    const box = window.L.latLngBounds([south, west], [north, east]);
    const drawer = document.getElementById('detail');
    const hidden = drawer && drawer.offsetWidth ? Math.max(0, map.getContainer().getBoundingClientRect().right - drawer.getBoundingClientRect().left) : 0;
    const free = map.getPixelBounds();
    free.max.x -= Math.min(hidden, map.getSize().x / 2);
    const [a, b] = [map.project(box.getNorthWest()), map.project(box.getSouthEast())];
    if (free.contains(window.L.bounds(a, b))) return;
    const animate = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    map.flyToBounds(box, {animate, duration: 0.6, maxZoom: map.getZoom(), paddingTopLeft: [40, 40], paddingBottomRight: [40 + hidden, 40]});
  }

  let fitted = '';
  /** Looks at the district of the URL; back to the whole city without one. */
  function fit() {
    const scope = wall.state().scope || '';
    if (!map || scope === fitted) return;
    const bounds = scope ? wall.boundsOf(scope) : null;
    if (scope && !bounds) return;
    fitted = scope;
    const animate = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (bounds) map.flyToBounds(bounds, {animate, duration: 0.6, padding: [20, 20]});
    else map.flyTo(home.centre, home.zoom, {animate, duration: 0.6});
  }
  wall.fitMap = fit;
})();
