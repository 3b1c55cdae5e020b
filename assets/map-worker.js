// The painter of the map. Runs in a worker with canvases of its own; where a browser cannot do that, the same code runs in the page.
(scope => {
  const inWorker = typeof WorkerGlobalScope !== 'undefined' && scope instanceof WorkerGlobalScope;
  if (inWorker) importScripts('map-worker-ground.js', 'map-worker-fleet.js', 'map-worker-dots.js');
  const MOVE_PX = 0.2;            // redraw when something moved by this much

  /** say(message) answers the page. Returns {receive(message)}. */
  scope.wallPainter = say => {
    const fleet = new scope.wallFleet.Fleet();
    const {Dots, CHOSEN} = scope.wallDots;
    let ground = null;
    let dots = null;
    let view = null;
    let colours = null;
    let on = {roads: true, vehicles: true};
    let scoped = '';
    let roster = [];
    let segments = [];
    let chosen = {vehicle: -1, segment: -1};
    let named = {};
    let brought = '';             // the segment whose place was told last
    let stale = {ground: true, dots: true};
    let next = 0;                 // performance.now() of the next dots worth drawing
    let painted = {frames: 0, since: performance.now()};
    const tokens = {};
    const held = {};

    const put = {
      vehicles: (buffer, glide) => { fleet.take(buffer, performance.now(), glide); stale.dots = true; },
      roads: buffer => { ground.setGrades(buffer); stale.ground = true; },
      geometry: buffer => { ground.setGeometry(buffer); choose(named); },
      basemap: json => { ground.setBasemap(json); stale.ground = true; },
      segments: json => { segments = json; choose(named); },
      roster: json => { roster = json; choose(named); },
    };

    async function load({what, etag}) {
      if (held[what] === etag) return;
      const token = tokens[what] = (tokens[what] || 0) + 1;
      const abort = new AbortController();
      const limit = setTimeout(() => abort.abort(), 10000);
      try {
        const answer = await fetch(`/frames/${what}`, {cache: 'no-cache', redirect: 'error', signal: abort.signal});
        if (!answer.ok) throw new Error(`status ${answer.status}`);
        const json = what === 'basemap' || what === 'segments' || what === 'roster';
        const body = json ? await answer.json() : await answer.arrayBuffer();
        if (token !== tokens[what]) return;
        put[what](body, true);
        held[what] = etag;
      } catch (error) {
        say({type: 'failed', what, error: String(error)});
      } finally {
        clearTimeout(limit);
      }
    }

    const bytes = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0)).buffer;

    function choose(names) {
      named = names;
      chosen = {
        vehicle: names.vehicle ? roster.findIndex(row => row[0] === names.vehicle) : -1,
        segment: names.segment ? segments.findIndex(row => row[0] === names.segment) : -1,
      };
      stale = {ground: true, dots: true};
      const box = ground && chosen.segment >= 0 ? ground.boxOf(chosen.segment) : null;
      if (names.segment !== brought && (box || !names.segment)) {
        brought = names.segment;
        if (box) say({type: 'chosen', box});
      }
    }

    const receive = {
      start(message) {
        ground = new scope.wallGround.Ground(message.ground);
        dots = new Dots(message.dots);
        colours = message.colours;
        scope.requestAnimationFrame(paint);
      },
      view(message) {
        const {zoom, x, y, width, height, dpr, rem, seq} = message;
        view = {zoom, seq, dpr, rem: rem * dpr, scale: 256 * 2 ** zoom * dpr, x: x * dpr, y: y * dpr, width: Math.round(width * dpr), height: Math.round(height * dpr)};
        stale = {ground: true, dots: true};
      },
      load,
      past(message) {
        for (const what of ['vehicles', 'roads']) {
          tokens[what] = (tokens[what] || 0) + 1;
          delete held[what];
          if (message[what]) put[what](bytes(message[what]), false);
        }
      },
      look(message) {
        if (message.colours) colours = message.colours;
        if (message.on) on = message.on;
        if (message.scope !== undefined) scoped = message.scope;
        if (message.chosen) choose(message.chosen);
        stale = {ground: true, dots: true};
      },
      hit(message) { say({...hit(message), type: 'hit', id: message.id}); },
      count() { say({type: 'count', frames: painted.frames, seconds: (performance.now() - painted.since) / 1000, vehicles: fleet.n}); painted = {frames: 0, since: performance.now()}; },
    };

    function hit({x, y, reach}) {
      if (!view) return {kind: ''};
      const [px, py, far] = [x * view.dpr, y * view.dpr, reach * view.dpr];
      const i = on.vehicles ? fleet.vehicleAt(view, px, py, far, performance.now()) : -1;
      if (i >= 0 && roster[i]) {
        const age = fleet.age[i] + (performance.now() - fleet.got) / 1000;
        return {kind: 'vehicle', key: roster[i][0], label: roster[i][1], state: scope.wallDots.STATES[fleet.state[i]], age, delay: fleet.delay[i] === -32768 ? null : fleet.delay[i]};
      }
      const s = on.roads ? ground.roadAt(view, px, py, far) : -1;
      if (s >= 0 && segments[s]) {
        return {kind: 'segment', key: segments[s][0], label: segments[s][1], grade: ground.grade[s] || 0, speed: ground.speed ? ground.speed[s] : 255};
      }
      const district = ground.districtAt(view, px, py);
      return {kind: district ? 'district' : '', key: district};
    }

    function paint() {
      scope.requestAnimationFrame(paint);
      if (!view || !colours || !view.width || !view.height) return;
      const now = performance.now();
      const seq = view.seq;
      const fresh = view.shown !== seq;
      if (stale.ground) {
        stale.ground = false;
        ground.draw(view, colours, view.rem, on.roads, scoped, chosen.segment);
      }
      if (stale.dots || now >= next) drawDots(now);
      if (fresh) {
        view.shown = seq;
        say({type: 'viewed', seq});
      }
    }

    function drawDots(now) {
      const moving = on.vehicles ? fleet.fastest(now, view.scale) : 0;
      next = moving ? now + Math.min(1000, MOVE_PX / moving * 1000) - 4 : now + 1000;
      stale.dots = false;
      dots.prepare(view.width, view.height, view.rem / 16 * Math.min(5.5, Math.max(2.6, 2.6 + (view.zoom - 11) * 0.6)), colours);
      dots.clear();
      if (on.vehicles) fleet.draw(dots, view, now);
      if (chosen.vehicle >= 0 && fleet.seen[chosen.vehicle] === fleet.asOf) {
        const [mx, my] = fleet.at(chosen.vehicle, now);
        dots.put(CHOSEN, mx * view.scale - view.x, my * view.scale - view.y);
      }
      dots.show();
      painted.frames += 1;
    }

    return {receive: message => receive[message.type](message)};
  };

  if (inWorker) {
    const painter = scope.wallPainter(message => scope.postMessage(message));
    scope.onmessage = event => painter.receive(event.data);
  }
})(self);
