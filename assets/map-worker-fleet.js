// Where every vehicle is between two reports: it glides from where it is shown to the newest report in the time that lay between
// the reports, and waits there. Nothing is ever shown ahead of what was reported.
(scope => {
  const LONGEST_S = 30;           // a glide takes no longer, however rare the reports
  const FASTEST = 60;             // m/s; a longer way is a jump, not a ride
  const EARTH_M = 40075017;
  const ORDER = [4, 3, 0, 2, 1];  // late on top

  class Fleet {
    constructor() {
      this.n = 0;
      this.index = new Uint32Array(0);
      this.room(1024);
      this.asOf = 0;
      this.got = 0;
    }

    /** Vehicles are known by their place in the roster; arrays grow with it. */
    room(size) {
      const grown = type => { const made = new type(size); return made; };
      const old = this.fx ? this : null;
      for (const [name, type] of Object.entries({fx: Float64Array, fy: Float64Array, tx: Float64Array, ty: Float64Array, start: Float64Array, end: Float64Array,
        report: Float64Array, state: Uint8Array, delay: Int16Array, age: Uint16Array, seen: Float64Array})) {
        const made = grown(type);
        if (old) made.set(old[name]);
        this[name] = made;
      }
    }

    /** Takes a vehicle frame. `glide` false puts everything in place at once. */
    take(buffer, now, glide) {
      const view = new DataView(buffer);
      const n = view.getUint32(8, true);
      const asOf = view.getFloat64(16, true);
      const [west, south, east, north] = [24, 32, 40, 48].map(at => view.getFloat64(at, true));
      const index = new Uint32Array(buffer, 56, n);
      const x = new Uint16Array(buffer, 56 + 4 * n, n);
      const y = new Uint16Array(buffer, 56 + 6 * n, n);
      const age = new Uint16Array(buffer, 56 + 8 * n, n);
      const state = new Uint8Array(buffer, 56 + 10 * n, n);
      const delay = new Int16Array(buffer.slice(56 + 12 * n, 56 + 14 * n));
      const smooth = glide && asOf > this.asOf && asOf - this.asOf < 120;
      const most = n ? index.reduce((a, b) => Math.max(a, b), 0) : 0;
      if (most >= this.fx.length) this.room(2 ** Math.ceil(Math.log2(most + 2)));
      const metre = 1 / (EARTH_M * Math.cos((south + north) / 2 * Math.PI / 180));
      for (let k = 0; k < n; k += 1) {
        const [mx, my] = scope.wallGround.mercator(west + x[k] / 65535 * (east - west), south + y[k] / 65535 * (north - south));
        this.aim(index[k], mx, my, asOf - age[k], now, smooth && this.seen[index[k]] === this.asOf, metre);
        this.state[index[k]] = state[k];
        this.delay[index[k]] = delay[k];
        this.age[index[k]] = age[k];
        this.seen[index[k]] = asOf;
      }
      this.n = n;
      this.asOf = asOf;
      this.got = now;
      const by = ORDER.map(code => index.filter((_, k) => state[k] === code || (code === 4 && state[k] > 4)));
      this.index = Uint32Array.from(by.flatMap(part => [...part]));
    }

    aim(i, mx, my, report, now, smooth, metre) {
      const gap = report - this.report[i];
      if (smooth && gap < 1.5 && this.tx[i] === mx && this.ty[i] === my) return;      // nothing new from this one
      const seconds = Math.min(LONGEST_S, Math.max(1, gap));
      const far = Math.hypot(mx - this.tx[i], my - this.ty[i]) / metre > FASTEST * Math.max(seconds, 5);
      if (smooth && !far) {
        [this.fx[i], this.fy[i]] = this.at(i, now);
        this.start[i] = now;
        this.end[i] = now + seconds * 1000;
      } else {
        this.fx[i] = mx;
        this.fy[i] = my;
        this.start[i] = this.end[i] = now;
      }
      this.tx[i] = mx;
      this.ty[i] = my;
      this.report[i] = report;
    }

    at(i, now) {
      const share = now >= this.end[i] ? 1 : (now - this.start[i]) / (this.end[i] - this.start[i]);
      return [this.fx[i] + (this.tx[i] - this.fx[i]) * share, this.fy[i] + (this.ty[i] - this.fy[i]) * share];
    }

    /** The fastest on-screen movement in pixels a second, of those under way. */
    fastest(now, scale) {
      let most = 0;
      for (const i of this.index) {
        if (this.end[i] > now) most = Math.max(most, (Math.abs(this.tx[i] - this.fx[i]) + Math.abs(this.ty[i] - this.fy[i])) / (this.end[i] - this.start[i]));
      }
      return most * 1000 * scale;
    }

    /** Puts every vehicle into the image. */
    draw(dots, view, now) {
      const {fx, fy, tx, ty, start, end, state, index} = this;
      const {scale, x, y} = view;
      for (let k = 0; k < index.length; k += 1) {
        const i = index[k];
        const share = now >= end[i] ? 1 : (now - start[i]) / (end[i] - start[i]);
        dots.put(state[i] > 4 ? 4 : state[i], (fx[i] + (tx[i] - fx[i]) * share) * scale - x, (fy[i] + (ty[i] - fy[i]) * share) * scale - y);
      }
    }

    /** The nearest vehicle within `reach` pixels of (px, py), -1 where there is none. */
    vehicleAt({scale, x, y}, px, py, reach, now) {
      let best = -1;
      let nearest = reach;
      for (const i of this.index) {
        const [mx, my] = this.at(i, now);
        const gap = Math.hypot(mx * scale - x - px, my * scale - y - py);
        if (gap < nearest) { nearest = gap; best = i; }
      }
      return best;
    }
  }

  scope.wallFleet = {Fleet};
})(self);
