// What lies under the vehicles: districts as land, their borders as shore, roads by grade in rising width, the district looked at.
(scope => {
  const WIDTHS = [0.7, 1, 2.2, 3.3, 4.6];             // by grade: readable without colour
  const mercator = (lon, lat) => {
    const sine = Math.sin(Math.max(-85, Math.min(85, lat)) * Math.PI / 180);
    return [(lon + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  };

  const latitude = y => 90 - 360 * Math.atan(Math.exp((y - 0.5) * 2 * Math.PI)) / Math.PI;

  /** GeoJSON polygons as rings of Mercator pairs, flat. */
  function rings(geometry) {
    if (!geometry) return [];
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : [];
    return polygons.flat().map(ring => Float64Array.from(ring.flatMap(([lon, lat]) => mercator(lon, lat))));
  }

  class Ground {
    constructor(canvas) {
      this.canvas = canvas;
      this.context = canvas.getContext('2d');
      this.districts = [];
      this.offset = new Uint32Array(1);
      this.points = new Float64Array(0);
      this.box = new Float64Array(0);
      this.grade = new Uint8Array(0);
      this.names = [];
    }

    setBasemap(json) {
      this.districts = json.districts.map(district => ({id: district.id, rings: rings(district.geometry)}));
    }

    setGeometry(buffer) {
      const view = new DataView(buffer);
      const n = view.getUint32(4, true);
      const count = view.getUint32(8, true);
      this.offset = new Uint32Array(buffer.slice(12, 12 + 4 * (n + 1)));
      const degrees = new Float32Array(buffer.slice(12 + 4 * (n + 1), 12 + 4 * (n + 1) + 8 * count));
      this.points = new Float64Array(2 * count);
      for (let i = 0; i < count; i += 1) {
        const [x, y] = mercator(degrees[2 * i], degrees[2 * i + 1]);
        this.points[2 * i] = x;
        this.points[2 * i + 1] = y;
      }
      this.box = new Float64Array(4 * n).fill(NaN);
      for (let s = 0; s < n; s += 1) this.bound(s);
    }

    bound(s) {
      let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let i = this.offset[s]; i < this.offset[s + 1]; i += 1) {
        west = Math.min(west, this.points[2 * i]); east = Math.max(east, this.points[2 * i]);
        north = Math.min(north, this.points[2 * i + 1]); south = Math.max(south, this.points[2 * i + 1]);
      }
      this.box.set([west, north, east, south], 4 * s);
    }

    /** [west, south, east, north] of a segment in degrees; null where it has no line. */
    boxOf(s) {
      const [west, north, east, south] = this.box.subarray(4 * s, 4 * s + 4);
      return east >= west ? [west * 360 - 180, latitude(south), east * 360 - 180, latitude(north)] : null;
    }

    setGrades(buffer) {
      const n = new DataView(buffer).getUint32(8, true);
      this.grade = new Uint8Array(buffer, 12, n);
      this.speed = new Uint8Array(buffer, 12 + n, n);
      this.age = new Uint16Array(buffer.slice(12 + 2 * n, 12 + 4 * n));
    }

    /** view: {scale, x, y, width, height} in device pixels; on: are grades shown; scoped: district id or ''. */
    draw(view, colours, rem, on, scoped, chosen) {
      const {canvas, context} = this;
      if (canvas.width !== view.width || canvas.height !== view.height) Object.assign(canvas, {width: view.width, height: view.height});
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, view.width, view.height);
      context.lineJoin = 'round';
      context.lineCap = 'round';
      for (const district of this.districts) {
        context.fillStyle = !scoped || district.id === scoped ? colours.land : colours.sea;
        this.trace(district, view);
        context.fill('evenodd');
      }
      context.strokeStyle = colours.shore;
      context.lineWidth = rem / 14;
      for (const district of this.districts) { this.trace(district, view); context.stroke(); }
      this.roads(view, colours, rem * Math.min(2.2, Math.max(0.75, 2 ** ((view.zoom - 12) / 3))) / 16, on, chosen);
      const own = this.districts.find(district => district.id === scoped);
      if (own) {
        context.strokeStyle = colours.accent;
        context.lineWidth = rem / 8;
        this.trace(own, view);
        context.stroke();
      }
    }

    trace(district, {scale, x, y}) {
      const {context} = this;
      context.beginPath();
      for (const ring of district.rings) {
        for (let i = 0; i < ring.length; i += 2) {
          const px = ring[i] * scale - x;
          const py = ring[i + 1] * scale - y;
          if (i) context.lineTo(px, py);
          else context.moveTo(px, py);
        }
        context.closePath();
      }
    }

    /** Without grades (`on` false) the network still says where things are. */
    roads(view, colours, k, on, chosen) {
      const {context} = this;
      const paints = [colours.road, colours.road, colours.grade2, colours.grade3, colours.grade4];
      const seen = this.visible(view);
      for (let grade = 0; grade < 5; grade += 1) {
        context.beginPath();
        for (const s of seen) if ((on ? this.grade[s] || 0 : 0) === grade) this.line(s, view);
        context.strokeStyle = paints[grade];
        context.lineWidth = WIDTHS[grade] * k;
        context.globalAlpha = grade === 0 ? 0.6 : 1;
        context.stroke();
      }
      context.globalAlpha = 1;
      if (chosen >= 0 && chosen < this.offset.length - 1) {
        context.beginPath();
        this.line(chosen, view);
        context.strokeStyle = colours.accent;
        context.lineWidth = 6 * k;
        context.stroke();
      }
    }

    line(s, {scale, x, y}) {
      for (let i = this.offset[s]; i < this.offset[s + 1]; i += 1) {
        const px = this.points[2 * i] * scale - x;
        const py = this.points[2 * i + 1] * scale - y;
        if (i > this.offset[s]) this.context.lineTo(px, py);
        else this.context.moveTo(px, py);
      }
    }

    visible({scale, x, y, width, height}) {
      const seen = [];
      const [west, north, east, south] = [x / scale, y / scale, (x + width) / scale, (y + height) / scale];
      for (let s = 0; s < this.offset.length - 1; s += 1) {
        const b = 4 * s;
        if (this.box[b] <= east && this.box[b + 2] >= west && this.box[b + 1] <= south && this.box[b + 3] >= north) seen.push(s);
      }
      return seen;
    }

    /** The nearest road within `reach` pixels of (px, py), -1 where there is none. */
    roadAt(view, px, py, reach) {
      let best = -1;
      let nearest = reach;
      const around = {scale: view.scale, x: view.x + px - reach, y: view.y + py - reach, width: 2 * reach, height: 2 * reach};
      for (const s of this.visible(around)) {
        for (let i = this.offset[s] + 1; i < this.offset[s + 1]; i += 1) {
          const gap = this.gap(view, i, px, py);
          if (gap < nearest) { nearest = gap; best = s; }
        }
      }
      return best;
    }

    gap({scale, x, y}, i, px, py) {
      const [ax, ay, bx, by] = [this.points[2 * i - 2] * scale - x, this.points[2 * i - 1] * scale - y, this.points[2 * i] * scale - x, this.points[2 * i + 1] * scale - y];
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const share = length ? Math.min(1, Math.max(0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length)) : 0;
      return Math.hypot(px - ax - share * (bx - ax), py - ay - share * (by - ay));
    }

    /** The district that holds the point, '' outside of all. */
    districtAt({scale, x, y}, px, py) {
      const [mx, my] = [(px + x) / scale, (py + y) / scale];
      const found = this.districts.find(district => district.rings.filter(ring => holds(ring, mx, my)).length % 2);
      return found ? found.id : '';
    }
  }

  function holds(ring, mx, my) {
    let inside = false;
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      if (ring[i + 1] > my !== ring[j + 1] > my && mx < (ring[j] - ring[i]) * (my - ring[i + 1]) / (ring[j + 1] - ring[i + 1]) + ring[i]) inside = !inside;
    }
    return inside;
  }

  scope.wallGround = {Ground, mercator};
})(self);
