// Vehicles as points: small stamps into one image, so that 20,000 of them cost a few milliseconds and no GPU.
(scope => {
  const PHASES = 4;                                   // stamps at quarter pixels: slow movement stays smooth
  const STATES = ['on_time', 'late', 'early', 'silent', 'unknown'];

  const rgb = text => {
    const hex = text.trim().replace('#', '');
    const full = hex.length === 3 ? [...hex].map(c => c + c).join('') : hex.slice(0, 6);
    return [0, 2, 4].map(at => parseInt(full.slice(at, at + 2), 16) || 0);
  };

  /** How much of a pixel at distance d from the centre the shape covers, 0..1, and the halo around it. */
  const SHAPES = {
    on_time: (dx, dy, r) => r - Math.hypot(dx, dy),
    unknown: (dx, dy, r) => r * 0.8 - Math.hypot(dx, dy),
    early: (dx, dy, r) => r * 1.15 - Math.abs(dx) - Math.abs(dy),
    late: (dx, dy, r) => r * 0.32 - Math.abs(Math.hypot(dx, dy) - r * 0.95),
    silent: (dx, dy, r) => r * 0.2 - Math.abs(Math.hypot(dx, dy) - r * 0.85),
    chosen: (dx, dy, r) => r * 0.34 - Math.abs(Math.hypot(dx, dy) - r * 2.4),
  };

  function stamp(kind, colour, halo, r, fx, fy) {
    const reach = Math.ceil(r * (kind === 'chosen' ? 3 : 1.6)) + 1;
    const pixels = [];
    const clamp = value => Math.min(1, Math.max(0, value + 0.5));
    for (let y = -reach; y <= reach; y += 1) {
      for (let x = -reach; x <= reach; x += 1) {
        const inside = SHAPES[kind](x - fx, y - fy, r);
        const body = clamp(inside);
        const edge = clamp(inside + Math.max(1, r * 0.28)) * 0.75;
        const alpha = body + edge * (1 - body);
        if (alpha < 0.03) continue;
        const mix = [0, 1, 2].map(i => Math.round((colour[i] * body + halo[i] * edge * (1 - body)) / alpha));
        pixels.push({x, y, word: ((Math.round(alpha * 255) << 24) | (mix[2] << 16) | (mix[1] << 8) | mix[0]) >>> 0});
      }
    }
    return {reach, pixels};
  }

  /** Stamps of every state and phase for one size; `bind` lays them out for an image of that width. */
  function stamps(colours, r, width) {
    const halo = rgb(colours.sea);
    const of = {on_time: colours.bus, late: colours.late, early: colours.bus, silent: colours.silent, unknown: colours.bus, chosen: colours.accent};
    const all = [...STATES, 'chosen'].map(kind => {
      const colour = rgb(of[kind]);
      const phases = [];
      for (let p = 0; p < PHASES * PHASES; p += 1) {
        const made = stamp(kind, colour, halo, r, (p % PHASES) / PHASES, Math.floor(p / PHASES) / PHASES);
        phases.push({
          reach: made.reach,
          offset: Int32Array.from(made.pixels, pixel => pixel.y * width + pixel.x),
          word: Uint32Array.from(made.pixels, pixel => pixel.word),
        });
      }
      return phases;
    });
    return all;
  }

  class Dots {
    constructor(canvas) {
      this.canvas = canvas;
      this.context = canvas.getContext('2d');
      this.key = '';
    }

    /** Pixels of the device; r is the radius of a dot in them. */
    prepare(width, height, r, colours) {
      const key = [width, height, r, JSON.stringify(colours)].join();
      if (key === this.key) return;
      this.key = key;
      if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, {width, height});
      this.image = new ImageData(Math.max(1, width), Math.max(1, height));
      this.words = new Uint32Array(this.image.data.buffer);
      this.stamps = stamps(colours, r, this.image.width);
    }

    clear() { this.words.fill(0); }

    put(state, x, y) {
      let left = Math.floor(x);
      let top = Math.floor(y);
      const phase = this.stamps[state][Math.floor((y - top) * PHASES) * PHASES + Math.floor((x - left) * PHASES)];
      const {reach, offset, word} = phase;
      if (left < reach || top < reach || left >= this.image.width - reach || top >= this.image.height - reach) return;
      const words = this.words;
      const base = top * this.image.width + left;
      for (let i = 0; i < offset.length; i += 1) {
        const at = base + offset[i];
        if (word[i] >>> 24 >= words[at] >>> 24) words[at] = word[i];
      }
    }

    show() { this.context.putImageData(this.image, 0, 0); }
  }

  scope.wallDots = {Dots, STATES, CHOSEN: STATES.length};
})(self);
