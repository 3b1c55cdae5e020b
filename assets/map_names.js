// Names of districts on the map: each in the middle of what can be seen of its district, clear of what lies over the map; none
// where that is a sliver. They follow when the map has moved.
(() => {
  const wall = (window.wall = window.wall || {});
  const LEAST = 1.6;              // of a name's width: what must be seen of a district for it to be named
  let map = null;
  let layer = null;
  let districts = [];             // [{name, shapes: [[LatLng, ...], ...]}]

  /** Each district's outer outlines, as [latitude, longitude]. */
  const outlines = geometry => {
    if (!geometry) return [];
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
    return polygons.map(([outer]) => outer.map(([lon, lat]) => [lat, lon]));
  };

  wall.mapNames = (leaflet, places) => {
    const lang = wall.language();
    if (!map) leaflet.on('moveend resize', () => place());
    map = leaflet;
    layer = layer || window.L.layerGroup().addTo(map);
    districts = places.map(({name, lat, lon, geometry}) => ({name: name[lang] || name.zh, shapes: outlines(geometry), centre: [lat, lon]}));
    place();
  };

  function place() {
    layer.clearLayers();
    const {x, y} = map.getSize();
    const bounds = window.L.bounds([0, 0], [x, y]);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const taken = wall.mapCovered();
    for (const {name, shapes, centre} of districts) {
      const width = rem * 1.1 * [...name].reduce((sum, letter) => sum + (letter > '⺀' ? 1 : 0.6), 0);
      const box = point => ({left: point.x - width / 2, right: point.x + width / 2, top: point.y - rem, bottom: point.y + rem});
      const seen = shapes.length ? largest(shapes, bounds, width * LEAST) : own(centre, bounds);
      if (!seen || taken.some(other => meet(box(seen), other))) continue;
      taken.push(box(seen));
      const said = document.createElement('span');
      said.className = 'map-name';
      said.textContent = name;
      const icon = window.L.divIcon({html: said, className: 'map-name-place', iconSize: [0, 0]});
      window.L.marker(map.containerPointToLatLng(seen), {icon, interactive: false, keyboard: false}).addTo(layer);
    }
  }

  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  /** The place of a district that has no outline. */
  const own = ([lat, lon], bounds) => {
    if (lat === null || lat === undefined) return null;
    const point = map.latLngToContainerPoint([lat, lon]);
    return bounds.contains(point) ? point : null;
  };

  /** The middle of the largest part that can be seen, null where none is `least` wide. */
  function largest(shapes, bounds, least) {
    let best = null;
    for (const shape of shapes) {
      const part = window.L.PolyUtil.clipPolygon(shape.map(place => map.latLngToContainerPoint(place)), bounds, true);
      if (part.length < 3) continue;
      const box = window.L.bounds(part);
      const {x: wide, y: high} = box.getSize();
      if (wide < least || high < least / 3) continue;
      if (!best || wide * high > best.size) best = {size: wide * high, point: middle(part) || box.getCenter()};
    }
    return best && best.point;
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
