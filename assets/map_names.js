// Names of districts on the map: each in the middle of what can be seen of its district or near it, clear of what lies over the map,
// of marks and their texts; none where that is a sliver or without room. They follow when the map or the marks have moved.
(() => {
  const wall = (window.wall = window.wall || {});
  const LEAST = 1.6;              // of a name's width: what must be seen of a district for it to be named
  const AWAY = [0, 1.2, 2.4, 3.6, 4.8];   // of a name's height or half its width: how far from the middle it may stand
  let map = null;
  let layer = null;
  let districts = [];             // [{name, shapes: [[LatLng, ...], ...]}]
  let marked = [];                // boxes that marks and their texts take
  let shown = '';

  /** Each district's outer outlines, as [latitude, longitude]. */
  const outlines = geometry => {
    if (!geometry) return [];
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
    return polygons.map(([outer]) => outer.map(([lon, lat]) => [lat, lon]));
  };

  wall.mapNames = (leaflet, places) => {
    const lang = wall.language();
    map = leaflet;
    layer = layer || window.L.layerGroup().addTo(map);
    districts = places.map(({name, lat, lon, geometry}) => ({name: name[lang] || name.zh, shapes: outlines(geometry), centre: [lat, lon]}));
    shown = '';
    wall.marksTurn();
  };

  /** After the map or the marks have moved: `taken` are the boxes of those and of what lies over the map. */
  wall.namesTurn = taken => {
    marked = taken;
    if (map) place();
  };

  function place() {
    const found = [...places()];
    const text = JSON.stringify([found, map.getCenter(), map.getZoom(), map.getSize()]);
    if (text === shown) return;
    shown = text;
    layer.clearLayers();
    for (const {name, at} of found) {
      const said = document.createElement('span');
      said.className = 'map-name';
      said.textContent = name;
      const icon = window.L.divIcon({html: said, className: 'map-name-place', iconSize: [0, 0]});
      window.L.marker(map.containerPointToLatLng(at), {icon, interactive: false, keyboard: false}).addTo(layer);
    }
  }

  /** What is named, and where. */
  function* places() {
    const {x, y} = map.getSize();
    const bounds = window.L.bounds([0, 0], [x, y]);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const taken = [...marked];
    for (const {name, shapes, centre} of districts) {
      const width = rem * 1.2 * [...name].reduce((sum, letter) => sum + (letter > '⺀' ? 1 : 0.62), 0);
      const box = point => ({left: point.x - width / 2, right: point.x + width / 2, top: point.y - rem, bottom: point.y + rem});
      const seen = shapes.length ? largest(shapes, bounds, width * LEAST) : own(centre, bounds);
      if (!seen) continue;
      const free = point => !taken.some(other => wall.boxesMeet(box(point), other));
      const at = around(seen.point, width / 2, 1.5 * rem).find(point => within(box(point), seen.part, bounds) && free(point));
      if (!at) continue;
      taken.push(box(at));
      yield {name, at};
    }
  }

  /** The point itself and those beside it, the nearest first. */
  const around = ({x, y}, wide, high) => AWAY.flatMap(up => AWAY.flatMap(side => [[1, 1], [1, -1], [-1, 1], [-1, -1]]
    .filter(([h, v]) => (side || h > 0) && (up || v > 0))
    .map(([h, v]) => ({far: Math.hypot(side * wide, up * high), point: window.L.point(x + h * side * wide, y + v * up * high)}))))
    .sort((a, b) => a.far - b.far).map(({point}) => point);

  /** Does a name stand on the map and, its middle and ends, on its district? The middle of an outline may lie outside of it: no name
      would do better there. */
  const within = ({left, right, top, bottom}, part, bounds) => {
    const y = (top + bottom) / 2;
    const middle = window.L.point((left + right) / 2, y);
    if (!part || middle.equals(part.middle)) return true;
    return left >= 0 && right <= bounds.max.x && top >= 0 && bottom <= bounds.max.y && [left, middle.x, right].every(x => inside({x, y}, part.outline));
  };

  /** Is a point within an outline? */
  const inside = ({x, y}, outline) => outline.reduce((held, a, i) => {
    const b = outline[i ? i - 1 : outline.length - 1];
    return (a.y > y) !== (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x ? !held : held;
  }, false);

  /** The place of a district that has no outline. */
  const own = ([lat, lon], bounds) => {
    if (lat === null || lat === undefined) return null;
    const point = map.latLngToContainerPoint([lat, lon]);
    return bounds.contains(point) ? {point, part: null} : null;
  };

  /** The largest part that can be seen and its middle, null where none is `least` wide. */
  function largest(shapes, bounds, least) {
    let best = null;
    for (const shape of shapes) {
      const part = window.L.PolyUtil.clipPolygon(shape.map(place => map.latLngToContainerPoint(place)), bounds, true);
      if (part.length < 3) continue;
      const box = window.L.bounds(part);
      const {x: wide, y: high} = box.getSize();
      if (wide < least || high < least / 3) continue;
      if (best && wide * high <= best.size) continue;
      const point = middle(part) || box.getCenter();
      best = {size: wide * high, point, part: {outline: part, middle: point}};
    }
    return best;
  }

  /** The centre of an outline's area. */
  function middle(part) {
    let [twice, x, y] = [0, 0, 0];
    for (let i = 0, j = part.length - 1; i < part.length; j = i, i += 1) {
      const cross = part[j].x * part[i].y - part[i].x * part[j].y;
      twice += cross;
      x += (part[j].x + part[i].x) * cross;
      y += (part[j].y + part[i].y) * cross;
    }
    return twice ? window.L.point(x / (3 * twice), y / (3 * twice)) : null;
  }
})();
