// Returns the texts of the page that stand out less from their ground than 4.5 to 1, in words. Hatched grounds are judged by their base.
() => {
  const IGNORED = '.watermark, .leaflet-container, .blind, .waiting, script, style, :disabled';
  const parse = text => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return [r, g, b, a]; };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(c => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const over = (top, below) => below.map((c, i) => (i < 3 ? top[i] * top[3] + c * (1 - top[3]) : 1));
  const ground = e => {
    const own = parse(getComputedStyle(e).backgroundColor);
    if (own[3] === 1) return own;
    const hatched = getComputedStyle(e).backgroundImage.match(/rgba?\([^)]*\)/g);
    if (hatched) return parse(hatched[hatched.length - 1]);
    return over(own, e.parentElement ? ground(e.parentElement) : [255, 255, 255, 1]);
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const e = node.parentElement;
    if (!node.data.trim() || e.closest(IGNORED) || !e.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const style = getComputedStyle(e);
    if (parseFloat(style.fontSize) === 0) continue;
    const below = ground(e);
    const [a, b] = [light(over(parse(style.color), below)), light(below)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.add(`${ratio.toFixed(1)} to 1: "${node.data.trim().slice(0, 30)}" in ${e.className || e.tagName}`);
  }
  return [...faint];
}
